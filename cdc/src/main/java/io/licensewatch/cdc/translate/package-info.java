/**
 * From Debezium's events to Kafka records, one batch at a time: which are new, where each row goes, what a frontier covers.
 * It holds no connection and no producer.
 */
@NullMarked
package io.licensewatch.cdc.translate;

import org.jspecify.annotations.NullMarked;
