/**
 * Creates, checks and waits for the topics of the catalogue, and classifies Kafka's errors. Existing topics are never changed. No
 * record is read or written here.
 */
@NullMarked
package io.licensewatch.runtime.topics;

import org.jspecify.annotations.NullMarked;
