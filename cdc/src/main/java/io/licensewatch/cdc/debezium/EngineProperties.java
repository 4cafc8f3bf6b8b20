package io.licensewatch.cdc.debezium;

import io.licensewatch.cdc.encode.PostgresColumns;
import io.licensewatch.cdc.encode.Unavailable;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.SessionSettings;
import io.licensewatch.schemas.command.CommandId;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debezium's configuration for one run of the engine, and the reason of each setting. Public for the benchmark, which compares sinks. */
public final class EngineProperties {
    /** Both queues poll at this pace; Debezium's default of 500 ms would dominate the latency. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /** The queue's share of the heap: thousands of events may be gigabytes. The batch taken from the queue needs as much again, and its records once more. */
    private static final int QUEUE_PART = 16;

    private static final Duration LONGEST_START = Duration.ofHours(1);

    private static final String NO_SLOT = "licensewatch_reading_has_no_slot";

    private EngineProperties() {}

    public static Properties of(FeedSettings settings, List<CapturedTable> tables, boolean snapshot) {
        Properties p = new Properties();
        p.setProperty("name", "licensewatch-" + settings.slot());
        p.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        // Only the engine's MBeans are named after it: a process may run several engines.
        p.setProperty("topic.prefix", settings.slot());
        connection(p, settings.postgres());
        what(p, settings, tables);
        requests(p);
        values(p, settings, tables);
        // The slot alone decides where to continue. Resuming from a stored offset would lose rows that share an LSN.
        p.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        p.setProperty("offset.flush.interval.ms", "0");
        p.setProperty("snapshot.mode", snapshot ? "initial" : "no_data");
        p.setProperty("snapshot.locking.mode", "none");
        snapshotThreads(p, settings.snapshotThreads());
        p.setProperty("poll.interval.ms", Long.toString(POLL_INTERVAL.toMillis()));
        p.setProperty("max.batch.size", Integer.toString(settings.batchSize()));
        p.setProperty("max.queue.size", Integer.toString(settings.queueSize()));
        p.setProperty(
                "max.queue.size.in.bytes", Long.toString(Runtime.getRuntime().maxMemory() / QUEUE_PART));
        // The feed restarts the engine; the engine's own retries would hide the cause for half an hour.
        p.setProperty("errors.max.retries", "0");
        p.setProperty("slot.max.retries", "0");
        // Postgres creates a slot once the running transactions have ended, however long that takes; FeedRun reports
        // them.
        p.setProperty("internal.task.management.timeout.ms", Long.toString(LONGEST_START.toMillis()));
        p.setProperty("internal.create.slot.command.timeout", Long.toString(LONGEST_START.toSeconds()));
        // There are no transformations to run in parallel.
        p.setProperty("record.processing.threads", "1");
        return p;
    }

    /** Of an engine that reads some tables once, beside the stream. Debezium's notification marks the end of the rows. */
    public static Properties incrementalSnapshot(FeedSettings settings, List<CapturedTable> tables) {
        Properties p = of(settings, tables, true);
        p.setProperty("name", "licensewatch-" + settings.slot() + "-reading");
        // Its MBeans must differ from those of the streaming engine.
        p.setProperty("topic.prefix", settings.slot() + "-reading");
        p.setProperty("snapshot.mode", "initial_only");
        // It creates no slot, and must not find one: it would then read without a transaction of its own.
        p.setProperty("slot.name", NO_SLOT);
        // Without a slot there is no exported snapshot that several connections could share.
        snapshotThreads(p, 1);
        // One snapshot for all tables; the default would also wait for serializable transactions.
        p.setProperty("snapshot.isolation.mode", "repeatable_read");
        p.setProperty("notification.enabled.channels", "sink");
        p.setProperty("notification.sink.topic.name", "notifications");
        return p;
    }

    /**
     * Each thread reads whole tables, by the same statement as a single thread. Debezium's alternative, chunks of a table, compares keys in
     * SQL, which not every key type supports.
     */
    private static void snapshotThreads(Properties p, int threads) {
        p.setProperty("snapshot.max.threads", Integer.toString(threads));
        p.setProperty("legacy.snapshot.max.threads", "true");
    }

    private static void connection(Properties p, PostgresAddress address) {
        p.setProperty("database.hostname", address.host());
        p.setProperty("database.port", Integer.toString(address.port()));
        p.setProperty("database.dbname", address.database());
        p.setProperty("database.user", address.user());
        p.setProperty("database.password", address.password());
        p.setProperty("database.sslmode", address.sslMode());
        if (address.sslRootCert() != null) {
            p.setProperty("database.sslrootcert", address.sslRootCert());
        }
        p.setProperty("database.tcpKeepAlive", "true");
        // A property of the driver, for the sessions that read tables and for the one that replicates.
        p.setProperty("driver.options", SessionSettings.optionsForSnapshot());
    }

    private static void what(Properties p, FeedSettings settings, List<CapturedTable> tables) {
        p.setProperty("plugin.name", "pgoutput");
        p.setProperty("slot.name", settings.slot());
        p.setProperty("publication.name", settings.publication());
        p.setProperty("publication.autocreate.mode", "disabled");
        p.setProperty(
                "table.include.list",
                tables.stream().map(table -> Pattern.quote(table.name())).collect(Collectors.joining(",")));
        // All columns that may be captured, present or not: a column that is added later is captured without a restart.
        p.setProperty(
                "column.include.list",
                tables.stream().map(EngineProperties::columns).collect(Collectors.joining(",")));
        // Schemas then contain Postgres' types, so that a change of type is detected.
        p.setProperty("column.propagate.source.type", ".*");
        p.setProperty(
                "message.prefix.include.list",
                Stream.of(Frontier.MESSAGE_PREFIX, ResyncMessage.PREFIX, CommandId.MESSAGE_PREFIX)
                        .map(Pattern::quote)
                        .collect(Collectors.joining(",")));
        // Truncates are skipped by default.
        p.setProperty("skipped.operations", "none");
        // cdc writes its own: a row may also leave a partition without a delete.
        p.setProperty("tombstones.on.delete", "false");
        // Frontier marks move the slot; see FrontierMarks.
        p.setProperty("heartbeat.interval.ms", "0");
    }

    /** The table of requests is streamed like the watched ones. No snapshot reads it: rows that are already there are no requests. */
    private static void requests(Properties p) {
        p.setProperty("snapshot.include.collection.list", p.getProperty("table.include.list"));
        p.setProperty(
                "table.include.list", p.getProperty("table.include.list") + "," + Pattern.quote(RequestTable.NAME));
        p.setProperty(
                "column.include.list",
                p.getProperty("column.include.list") + "," + Pattern.quote(RequestTable.NAME + ".")
                        + "(slot|id|tables)");
    }

    private static String columns(CapturedTable table) {
        Set<String> columns = new LinkedHashSet<>(table.table().columns());
        columns.addAll(table.columns());
        table.lacking().forEach(columns::remove);
        String names = columns.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.quote(table.name() + ".") + "(" + names + ")";
    }

    private static void values(Properties p, FeedSettings settings, List<CapturedTable> tables) {
        p.setProperty("decimal.handling.mode", "string");
        p.setProperty("interval.handling.mode", "string");
        p.setProperty("hstore.handling.mode", "json");
        p.setProperty("time.precision.mode", "adaptive");
        p.setProperty("converters", "columns");
        p.setProperty("columns.type", PostgresColumns.class.getName());
        p.setProperty(
                "columns." + PostgresColumns.ZONE, settings.timestampZone().getId());
        p.setProperty(
                "columns." + PostgresColumns.LOWERED,
                tables.stream()
                        .flatMap(table -> table.types().lowered().stream().map(column -> table.name() + "." + column))
                        .sorted()
                        .collect(Collectors.joining(",")));
        p.setProperty("binary.handling.mode", "bytes");
        p.setProperty("include.unknown.datatypes", "false");
        p.setProperty("unavailable.value.placeholder", Unavailable.PLACEHOLDER);
    }
}
