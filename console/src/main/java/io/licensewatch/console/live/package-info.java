/** Passes changes of the read model to open pages and API clients. It must not block the feed's thread. */
@NullMarked
package io.licensewatch.console.live;

import org.jspecify.annotations.NullMarked;
