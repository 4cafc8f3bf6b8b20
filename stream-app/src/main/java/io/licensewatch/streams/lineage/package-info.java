/**
 * Where the stores of a task come from, and how far their inputs were read: a state that does not fit the offsets of its inputs is
 * refused. May ask Kafka for offsets and topic ids. Knows nothing of what the stores hold.
 */
@NullMarked
package io.licensewatch.streams.lineage;

import org.jspecify.annotations.NullMarked;
