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

/** Debezium's configuration for one run of the engine; what is set here and why. Public for the benchmark, which compares sinks. */
public final class EngineProperties {
    /** Both queues poll at this pace; Debezium's default of 500 ms would be most of our latency. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /** Of the heap: thousands of events may be gigabytes. As much again is in the batch taken from the queue, and once more as records. */
    private static final int QUEUE_PART = 16;

    private static final Duration LONGEST_START = Duration.ofHours(1);

    private static final String NO_SLOT = "licensewatch_reading_has_no_slot";

    private EngineProperties() {}

    public static Properties of(FeedSettings settings, List<CapturedTable> tables, boolean snapshot) {
        Properties p = new Properties();
        p.setProperty("name", "licensewatch-" + settings.slot());
        p.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        // Names nothing but the engine's beans: several engines may live in one process.
        p.setProperty("topic.prefix", settings.slot());
        connection(p, settings.postgres());
        what(p, settings, tables);
        requests(p);
        values(p, settings, tables);
        // The slot alone knows where to go on. Resuming from a stored offset loses rows that share an LSN.
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
        // Whoever owns this engine restarts it; retries inside would hide the cause for half an hour.
        p.setProperty("errors.max.retries", "0");
        p.setProperty("slot.max.retries", "0");
        // A slot is made once the transactions that are running have ended, however long that takes; FeedRun says
        // which.
        p.setProperty("internal.task.management.timeout.ms", Long.toString(LONGEST_START.toMillis()));
        p.setProperty("internal.create.slot.command.timeout", Long.toString(LONGEST_START.toSeconds()));
        // There is no transformation to run in parallel.
        p.setProperty("record.processing.threads", "1");
        return p;
    }

    /** To read the rows of some tables, once and beside the stream; a notification among the rows tells the end. */
    public static Properties reading(FeedSettings settings, List<CapturedTable> tables) {
        Properties p = of(settings, tables, true);
        p.setProperty("name", "licensewatch-" + settings.slot() + "-reading");
        // Its beans must not be those of the engine that streams.
        p.setProperty("topic.prefix", settings.slot() + "-reading");
        p.setProperty("snapshot.mode", "initial_only");
        // It makes no slot, and must not find one: it would then read without a transaction of its own.
        p.setProperty("slot.name", NO_SLOT);
        // Without a slot there is no snapshot that several connections could share.
        snapshotThreads(p, 1);
        // One snapshot for all tables; the default would also wait for serializable transactions.
        p.setProperty("snapshot.isolation.mode", "repeatable_read");
        p.setProperty("notification.enabled.channels", "sink");
        p.setProperty("notification.sink.topic.name", "notifications");
        return p;
    }

    /**
     * Whole tables, each by the statement that one thread would send. Debezium's other way, parts of a table, compares keys in SQL, which
     * not every type of a key can.
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
        // The driver's own property, for the sessions that read tables and for the one that replicates.
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
        // All columns that may be captured, present or not: one that is added later joins by itself.
        p.setProperty(
                "column.include.list",
                tables.stream().map(EngineProperties::columns).collect(Collectors.joining(",")));
        // A schema then tells the types of Postgres, so that a change of them can be told.
        p.setProperty("column.propagate.source.type", ".*");
        p.setProperty(
                "message.prefix.include.list",
                Stream.of(Frontier.MESSAGE_PREFIX, ResyncMessage.PREFIX, CommandId.MESSAGE_PREFIX)
                        .map(Pattern::quote)
                        .collect(Collectors.joining(",")));
        // Truncates are skipped by default.
        p.setProperty("skipped.operations", "none");
        // We write our own: a row may also leave a partition without a delete.
        p.setProperty("tombstones.on.delete", "false");
        // The frontier's marks move the slot; see FrontierMarks.
        p.setProperty("heartbeat.interval.ms", "0");
    }

    /** Their table is streamed like the watched ones, and is in no snapshot: what is there was not asked of us. */
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
