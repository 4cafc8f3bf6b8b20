/**
 * How far a snapshot is: logged, measured, and reported on its topic. The numbers come from the catalogs and from what was written;
 * nothing here reads a table or changes the course of a snapshot.
 */
@NullMarked
package io.licensewatch.cdc.snapshot;

import org.jspecify.annotations.NullMarked;
