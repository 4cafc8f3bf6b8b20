/**
 * Which tables a run watches, and whether the source is still as it was when the run began. It compares and reports; what to do about a
 * change is up to {@code feed}.
 */
@NullMarked
package io.licensewatch.cdc.watch;

import org.jspecify.annotations.NullMarked;
