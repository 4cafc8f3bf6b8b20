/**
 * Plots as plain SVG, rendered on the server: they need no script, and a table next to them has the same data. Colours are in the
 * style sheet only.
 */
@NullMarked
package io.licensewatch.console.web.plot;

import org.jspecify.annotations.NullMarked;
