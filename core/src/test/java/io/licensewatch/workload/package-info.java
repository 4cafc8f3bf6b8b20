/** Everyday life of a source database, at random: what is written, in which transactions, as SQL and as cdc's records. */
@NullMarked
package io.licensewatch.workload;

import org.jspecify.annotations.NullMarked;
