/**
 * The bookkeeping of incremental snapshots: requests, marks, and which of the rows that were read are written. It decides from
 * what the stream delivers; it reads no table and runs no engine.
 */
@NullMarked
package io.licensewatch.cdc.resync;

import org.jspecify.annotations.NullMarked;
