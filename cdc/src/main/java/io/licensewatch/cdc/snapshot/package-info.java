/**
 * How far a snapshot is: logged, measured, and reported on its topic.
 */
@NullMarked
package io.licensewatch.cdc.snapshot;

import org.jspecify.annotations.NullMarked;
