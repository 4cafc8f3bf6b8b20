package io.licensewatch.schemas.topic;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The topic catalogue: every topic that crosses a process boundary, by name and settings.
 *
 * <p>Source topics are private to licensewatch and carry a prefix; public topics are versioned contracts.
 *
 * @param prefix prefix of the source topics
 * @param partitions partition count of every topic that is partitioned by tenant
 * @param maxRecordBytes the largest record that is written to any of them, key and value together
 */
public record Topics(String prefix, int partitions, int maxRecordBytes) {
    public static final String DEFAULT_PREFIX = "stewardtrack";
    public static final int DEFAULT_PARTITIONS = 6;
    /** A row whose old and new image hold a few values of 1 MB each, escaped as JSON, fits; Kafka's own default is 1 MB. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 8 << 20;

    public static final String ALERTS = "licensing.alerts.v1";
    public static final String ALERTS_CURRENT = "licensing.alerts.current.v1";
    public static final String COMMANDS = "licensing.remediation.commands.v1";
    public static final String RESULTS = "licensing.remediation.results.v1";
    /** Written by stream-app alone, so that no worker can say of itself that it was effective. */
    public static final String VERDICTS = "licensing.remediation.verdicts.v1";
    /** Written by workers: what the ledger says is paused. */
    public static final String PAUSES = "licensing.remediation.pauses.v1";
    /** Outside the prefix {@code licensing.}, in which stream-app may write: it must not approve its own commands. */
    public static final String ACTIONS = "licensing-control.actions.v1";

    public static final String TENANTS = "licensing.tenants.v1";
    public static final String HEALTH = "licensing.health.v1";
    public static final String DEAD_LETTERS = "licensing.dead-letters.v1";

    private static final Duration PUBLIC_RETENTION = Duration.ofDays(30);
    private static final Duration ACTIONS_RETENTION = Duration.ofDays(400);
    private static final Duration JOBS_RETENTION = Duration.ofDays(7);
    /**
     * Compaction leaves of a deleted row only its tombstone, which does not tell whose row it was: for a reader that holds the row it
     * is no news. And a frontier that was deleted before it was read takes with it which rows it covers: the next one could then be
     * passed before they are read. After a longer stop of stream-app a resync is due.
     */
    public static final Duration LONGEST_STOP = Duration.ofDays(7);

    public Topics {
        if (!prefix.matches("[a-zA-Z0-9._-]+")) {
            throw new IllegalArgumentException(
                    "topic prefix '" + prefix + "' may only hold letters, digits, . _ and -");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, not " + partitions);
        }
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("a record needs at least 1 byte, not " + maxRecordBytes);
        }
    }

    /** With records as large as they are by default. */
    public Topics(String prefix, int partitions) {
        this(prefix, partitions, DEFAULT_MAX_RECORD_BYTES);
    }

    public static Topics defaults() {
        return new Topics(DEFAULT_PREFIX, DEFAULT_PARTITIONS);
    }

    /** The topic of a table's row changes. */
    public String table(SourceTable table) {
        return prefix + "." + table.schema() + "." + table.tableName();
    }

    /** Rows of tables with a tenant that have none (system roles); they concern every tenant. */
    public String tenantless() {
        return prefix + ".tenantless";
    }

    /** Of all rows of a table, whichever tenant they are of, what a seat needs to know of them. */
    public String standings(SourceTable table) {
        return table(table) + Frontier.Covered.STANDINGS;
    }

    public String frontier() {
        return prefix + ".frontier";
    }

    public String checkpoint() {
        return prefix + ".checkpoint";
    }

    /** How far a snapshot is. */
    public String snapshot() {
        return prefix + ".snapshot";
    }

    public TopicSpec spec(SourceTable table) {
        if (table == SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS) {
            return TopicSpec.kept(table(table), 1, JOBS_RETENTION);
        }
        return TopicSpec.compactedAfter(table(table), table.hasTenant() ? partitions : 1, LONGEST_STOP);
    }

    /** What cdc writes. */
    public List<TopicSpec> sourceTopics() {
        return Stream.concat(
                        Arrays.stream(SourceTable.values()).map(this::spec),
                        Stream.of(
                                TopicSpec.compactedAfter(tenantless(), 1, LONGEST_STOP),
                                TopicSpec.compactedAfter(standings(SourceTable.ROLES), 1, LONGEST_STOP),
                                TopicSpec.kept(frontier(), 1, LONGEST_STOP),
                                TopicSpec.compacted(checkpoint(), 1),
                                TopicSpec.compacted(snapshot(), 1)))
                .map(this::withRoom)
                .toList();
    }

    /** The topic takes our largest record. */
    public TopicSpec withRoom(TopicSpec topic) {
        return topic.takingBatchesOf(maxBatchBytes());
    }

    /** The largest record as it is sent and stored: with headers, and compressed though it may be none that can be. */
    public int maxBatchBytes() {
        return maxRecordBytes + maxRecordBytes / 8;
    }

    /** What stream-app writes, and what workers and people write. */
    public List<TopicSpec> publicTopics() {
        return Stream.of(
                        TopicSpec.kept(ALERTS, partitions, PUBLIC_RETENTION),
                        TopicSpec.compacted(ALERTS_CURRENT, partitions),
                        TopicSpec.kept(COMMANDS, partitions, PUBLIC_RETENTION),
                        TopicSpec.kept(RESULTS, partitions, PUBLIC_RETENTION),
                        TopicSpec.kept(VERDICTS, partitions, PUBLIC_RETENTION),
                        TopicSpec.compacted(PAUSES, 1),
                        TopicSpec.kept(ACTIONS, partitions, ACTIONS_RETENTION),
                        TopicSpec.compacted(TENANTS, partitions),
                        TopicSpec.compacted(HEALTH, 1),
                        TopicSpec.kept(DEAD_LETTERS, partitions, PUBLIC_RETENTION))
                .map(this::withRoom)
                .toList();
    }
}
