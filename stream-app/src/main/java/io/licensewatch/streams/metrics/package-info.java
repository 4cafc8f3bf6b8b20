/**
 * What is counted and watched of the tasks of one process, and the one place that reads the machine's clock. Nothing that is detected
 * depends on it. Knows no task, no store and no topic.
 */
@NullMarked
package io.licensewatch.streams.metrics;

import org.jspecify.annotations.NullMarked;
