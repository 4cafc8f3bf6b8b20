/** Plots as plain SVG, drawn where the page is made: they need no script, and a table beside them says the same. */
@NullMarked
package io.licensewatch.console.web.plot;

import org.jspecify.annotations.NullMarked;
