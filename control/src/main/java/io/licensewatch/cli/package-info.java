/**
 * Command line tools that read topics: {@code tail}, and access to Kafka for all tools. They know the contracts in {@code
 * schemas}, and nothing of the topology. Text from records is escaped before it is printed.
 */
@NullMarked
package io.licensewatch.cli;

import org.jspecify.annotations.NullMarked;
