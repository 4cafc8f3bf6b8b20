package io.licensewatch.local.demo;

import io.licensewatch.cli.TopicRecord;

/**
 * A record and when it reached this process.
 *
 * @param nanos {@link System#nanoTime}
 */
record Arrival(TopicRecord read, long nanos) {}
