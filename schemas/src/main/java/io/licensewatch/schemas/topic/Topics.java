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
    /** Written by stream-app alone, so that no worker can report its own success. */
    public static final String VERDICTS = "licensing.remediation.verdicts.v1";
    /** Written by workers: the pauses in the ledger. */
    public static final String PAUSES = "licensing.remediation.pauses.v1";
    /** Outside the prefix {@code licensing.}, which stream-app may write to: it must not approve its own commands. */
    public static final String ACTIONS = "licensing-control.actions.v1";

    public static final String TENANTS = "licensing.tenants.v1";
    public static final String HEALTH = "licensing.health.v1";
    public static final String DEAD_LETTERS = "licensing.dead-letters.v1";

    private static final Duration PUBLIC_RETENTION = Duration.ofDays(30);
    private static final Duration ACTIONS_RETENTION = Duration.ofDays(400);
    private static final Duration JOBS_RETENTION = Duration.ofDays(7);
    /**
     * Compaction leaves only the tombstone of a deleted row, which does not name its tenant, so a reader that still has the row
     * cannot delete it. And a frontier that expires before it is read takes along the list of rows that it covers, so the next
     * one could pass before these are read. A longer stop of stream-app needs a resync.
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

    /** The catalogue with the default record size. */
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

    /** Rows without a tenant in tables that have one (system roles); they concern every tenant. */
    public String tenantless() {
        return prefix + ".tenantless";
    }

    /** The standings of all rows of a table, of all tenants: what seats depend on. */
    public String standings(SourceTable table) {
        return table(table) + Frontier.Covered.STANDINGS;
    }

    public String frontier() {
        return prefix + ".frontier";
    }

    public String checkpoint() {
        return prefix + ".checkpoint";
    }

    /** Progress of a snapshot. */
    public String snapshot() {
        return prefix + ".snapshot";
    }

    public TopicSpec spec(SourceTable table) {
        if (table == SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS) {
            return TopicSpec.kept(table(table), 1, JOBS_RETENTION);
        }
        return TopicSpec.compactedAfter(table(table), table.hasTenant() ? partitions : 1, LONGEST_STOP);
    }

    /** The topics that cdc writes. */
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

    /** The topic accepts the largest record. */
    public TopicSpec withRoom(TopicSpec topic) {
        return topic.takingBatchesOf(maxBatchBytes());
    }

    /** The size limit of a record batch: with headers, and with the overhead of compression on incompressible data. */
    public int maxBatchBytes() {
        return maxRecordBytes + maxRecordBytes / 8;
    }

    /** The topics that stream-app, workers and people write. */
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
