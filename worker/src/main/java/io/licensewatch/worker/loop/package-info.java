/**
 * The loop between Kafka and the ledger in Postgres: commands and decisions in, results out, each exactly once. The loop decides
 * nothing: states, limits and plans come from the ledger.
 */
@NullMarked
package io.licensewatch.worker.loop;

import org.jspecify.annotations.NullMarked;
