/**
 * Batches into Kafka, each in one transaction with the checkpoint that it leads to. The only place that holds a producer; what
 * the records mean is not known here.
 */
@NullMarked
package io.licensewatch.cdc.sink;

import org.jspecify.annotations.NullMarked;
