/** From the topics into the read model: rows and offsets in one transaction. It knows nothing of pages. */
@NullMarked
package io.licensewatch.console.feed;

import org.jspecify.annotations.NullMarked;
