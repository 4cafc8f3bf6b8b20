@NullMarked
package io.licensewatch.console.web.plot;

import org.jspecify.annotations.NullMarked;
