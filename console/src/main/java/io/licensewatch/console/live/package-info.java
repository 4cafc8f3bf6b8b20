/**
 * Passes changes of the read model to open pages and API clients. It must not block the feed's thread. What changed is named, not
 * sent: clients read it again.
 */
@NullMarked
package io.licensewatch.console.live;

import org.jspecify.annotations.NullMarked;
