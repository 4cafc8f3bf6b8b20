package io.licensewatch.cdc.engine;

import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;

/**
 * What the feed is told.
 *
 * @param markInterval between two frontiers of an idle source
 * @param markAfterRows how soon after rows a frontier follows
 * @param tablesEach between two looks at which tables are published
 * @param silenceLimit how long a mark that Postgres has sent may be on its way, until the connection counts as dead
 * @param batchSize events in one Kafka transaction, at most
 * @param queueSize events in memory between reading and writing, at most
 */
public record FeedSettings(
        PostgresAddress postgres,
        String slot,
        String publication,
        Topics topics,
        Duration markInterval,
        Duration markAfterRows,
        Duration tablesEach,
        Duration silenceLimit,
        int batchSize,
        int queueSize) {}
