/**
 * The settings of stream-app, and what they mean for the core: its rules and its budgets. May use the core's value types and
 * {@code runtime}. Knows nothing of Kafka Streams.
 */
@NullMarked
package io.licensewatch.streams.settings;

import org.jspecify.annotations.NullMarked;
