/**
 * State stores that gather changes in memory until the transaction is committed. It is the one room that leans on internal classes of
 * Kafka Streams, {@code WrappedStateStore} and {@code CachedStateStore}: its public API has no call before a commit.
 * {@code FlushOrderTest} fails when a release calls them in another order.
 */
@NullMarked
package io.licensewatch.streams.store;

import org.jspecify.annotations.NullMarked;
