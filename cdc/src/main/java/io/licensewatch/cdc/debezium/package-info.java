/**
 * The one place that knows how Debezium is configured, started, stopped and cut off, and how its records are laid out. Nothing
 * of Kafka's producer or of the topics' contents is known here.
 */
@NullMarked
package io.licensewatch.cdc.debezium;

import org.jspecify.annotations.NullMarked;
