/** Tells open pages and API clients what is different now. */
@NullMarked
package io.licensewatch.console.live;

import org.jspecify.annotations.NullMarked;
