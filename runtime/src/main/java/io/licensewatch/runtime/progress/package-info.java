/** How far something long is, and when it may be done. */
@NullMarked
package io.licensewatch.runtime.progress;

import org.jspecify.annotations.NullMarked;
