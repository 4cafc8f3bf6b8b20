/**
 * Which tables a run watches, and whether the source is still as it was when the run began.
 */
@NullMarked
package io.licensewatch.cdc.watch;

import org.jspecify.annotations.NullMarked;
