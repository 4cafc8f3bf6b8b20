package io.licensewatch.cdc.settings;

import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.source.Memberships;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;

/**
 * The settings of the feed.
 *
 * @param markInterval time between two frontiers of an idle source
 * @param markAfterRows how soon after rows a frontier follows
 * @param tablesEach time between two checks of which tables are published
 * @param silenceLimit how long a mark that Postgres sent may take, until the connection counts as dead
 * @param batchSize events in one Kafka transaction, at most
 * @param queueSize events in memory between reading and writing, at most
 * @param snapshotThreads tables that a snapshot reads at once, at most
 * @param schemas where the watched tables are
 * @param excluded watched tables that are left out
 * @param timestampZone of timestamps without a time zone, and of dates where an instant is meant
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
        int queueSize,
        int snapshotThreads,
        SourceSchemas schemas,
        Set<SourceTable> excluded,
        ZoneId timestampZone) {
    public FeedSettings {
        excluded = Set.copyOf(excluded);
    }

    public FeedSettings at(PostgresAddress address) {
        return new FeedSettings(
                address,
                slot,
                publication,
                topics,
                markInterval,
                markAfterRows,
                tablesEach,
                silenceLimit,
                batchSize,
                queueSize,
                snapshotThreads,
                schemas,
                excluded,
                timestampZone);
    }

    /** The watched tables that are published, without the excluded ones. */
    public Memberships published(Connection connection) throws SQLException {
        return Memberships.of(connection, publication, schemas, excluded);
    }

    /** Runs the preflight on the source. */
    public Survey survey() throws SQLException {
        return Survey.take(postgres, schemas, slot, publication, excluded);
    }
}
