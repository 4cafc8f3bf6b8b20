package io.licensewatch.cdc.settings;

import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.settings.ValueType;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.source.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of cdc.
 *
 * @param kafka how to reach Kafka, in the terms of its clients
 * @param replicationFactor of the topics that are created; -1 for the broker's default
 * @param given the source of all settings, which can be read again
 * @param freshness age of the frontier up to which the feed counts as ready
 */
public record CdcSettings(
        FeedSettings feed,
        Map<String, Object> kafka,
        String bootstrapServers,
        int replicationFactor,
        Settings given,
        Duration freshness) {

    public static final Setting<Optional<PostgresAddress>> POSTGRES_URL = Setting.of(
                    "licensewatch.postgres.url",
                    new ValueType<>("postgresql://user:password@host:port/database", PostgresAddress::parse),
                    "The source in one: postgresql://user:password@host:port/database. Instead of the single settings.")
            .optional()
            .asSecret();
    public static final Setting<String> POSTGRES_HOST = Setting.of(
                    "licensewatch.postgres.host",
                    ValueType.matching("[^@/?#\\s]+", "a host's name or address, and no URL"),
                    "Host of the source; not a pooler's.")
            .defaultsTo("localhost");
    public static final Setting<Integer> POSTGRES_PORT = Setting.of(
                    "licensewatch.postgres.port", ValueType.intBetween(1, 65_535), "Port of the source.")
            .defaultsTo("5432");
    public static final Setting<String> POSTGRES_DATABASE = Setting.of(
                    "licensewatch.postgres.database", ValueType.STRING, "Database to watch.")
            .defaultsTo("postgres");
    public static final Setting<String> POSTGRES_SCHEMA = Setting.of(
                    SourceSchemas.TABLES_SETTING,
                    ValueType.matching(
                            SourceSchemas.NAME.pattern(),
                            "a schema's name of letters, digits, _ and -, without quotes"),
                    "Schema of the watched tables.")
            .defaultsTo(SourceSchemas.DEFAULT.tables());
    public static final Setting<String> POSTGRES_USERS_SCHEMA = Setting.of(
                    SourceSchemas.USERS_SETTING,
                    ValueType.matching(
                            SourceSchemas.NAME.pattern(),
                            "a schema's name of letters, digits, _ and -, without quotes"),
                    "Schema of the watched table users.")
            .defaultsTo(SourceSchemas.DEFAULT.users());
    public static final Setting<String> POSTGRES_USER = Setting.of(
                    "licensewatch.postgres.user", ValueType.STRING, "Role to log in as; prepare-source creates it.")
            .defaultsTo("licensewatch");
    public static final Setting<Optional<String>> POSTGRES_PASSWORD = Setting.of(
                    "licensewatch.postgres.password",
                    ValueType.STRING,
                    "Password of that role; without it, the one of libpq's ~/.pgpass or PGPASSFILE.")
            .optional()
            .asSecret();
    public static final Setting<Optional<PostgresAddress>> POSTGRES_ADMIN_URL = Setting.of(
                    "licensewatch.postgres.admin-url",
                    new ValueType<>("postgresql://user:password@host:port/database", PostgresAddress::parse),
                    "The source with the login of its administrator; for prepare-source only.")
            .optional()
            .asSecret();
    public static final Setting<String> POSTGRES_SSLMODE = Setting.of(
                    "licensewatch.postgres.sslmode",
                    ValueType.choice("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                    "Encryption towards the source, in libpq's words.")
            .defaultsTo("prefer");
    public static final Setting<Optional<Path>> POSTGRES_SSLROOTCERT = Setting.of(
                    "licensewatch.postgres.sslrootcert",
                    ValueType.PATH,
                    "File with the authority of the source's certificate, for verify-ca and verify-full.")
            .optional();
    public static final Setting<String> POSTGRES_SLOT = Setting.of(
                    "licensewatch.postgres.slot",
                    ValueType.matching("[a-z0-9_]{1,63}", "lower-case letters, digits and _, at most 63"),
                    "Replication slot; one per running feed.")
            .defaultsTo("licensewatch");
    public static final Setting<String> POSTGRES_PUBLICATION = Setting.of(
                    "licensewatch.postgres.publication",
                    ValueType.matching("[A-Za-z_][A-Za-z0-9_]{0,62}", "a plain name of letters, digits and _"),
                    "Publication with the watched tables.")
            .defaultsTo("licensewatch");
    public static final Setting<ZoneId> TIMESTAMP_ZONE = Setting.of(
                    "licensewatch.postgres.timestamp-zone",
                    ValueType.ZONE,
                    "Zone of the source's timestamps that have none, and of dates where an instant is meant.")
            .defaultsTo("UTC");
    public static final Setting<List<SourceTable>> EXCLUDE_TABLES = Setting.of(
                    "licensewatch.cdc.exclude-tables",
                    ValueType.listOf(new ValueType<>(
                            "a watched table such as auth.users or public.roles", CdcSettings::watchedTable)),
                    "Watched tables to leave out, comma-separated: such as auth.users where only the platform may publish it.")
            .defaultsTo("");
    public static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.of(
                    "licensewatch.cdc.heartbeat-interval",
                    ValueType.POSITIVE_DURATION,
                    "Time between two frontiers while the source is idle.")
            .defaultsTo("1s");
    public static final Setting<Duration> HEARTBEAT_AFTER_ROWS = Setting.of(
                    "licensewatch.cdc.heartbeat-after-rows",
                    ValueType.POSITIVE_DURATION,
                    "How soon after row changes an extra frontier follows, so that they are judged without delay.")
            .defaultsTo("100ms");
    public static final Setting<Duration> FRONTIER_FRESH = Setting.of(
                    "licensewatch.cdc.frontier-fresh",
                    ValueType.POSITIVE_DURATION,
                    "Age of the last frontier up to which /health/ready is up.")
            .defaultsTo("10s");
    public static final Setting<Duration> TABLES_INTERVAL = Setting.of(
                    "licensewatch.cdc.tables-interval",
                    ValueType.POSITIVE_DURATION,
                    "Time between two checks of whether tables joined or left the publication.")
            .defaultsTo("30s");
    public static final Setting<Duration> SILENCE_LIMIT = Setting.of(
                    "licensewatch.cdc.silence-limit",
                    ValueType.POSITIVE_DURATION,
                    "When Postgres has sent data and nothing arrives for this long, the connection is opened again.")
            .defaultsTo("30s");
    public static final Setting<Integer> BATCH_SIZE = Setting.of(
                    "licensewatch.cdc.batch-size",
                    ValueType.intBetween(1, 100_000),
                    "Events in one Kafka transaction, at most.")
            .in("events")
            .defaultsTo("2048");
    public static final Setting<Integer> QUEUE_SIZE = Setting.of(
                    "licensewatch.cdc.queue-size",
                    ValueType.intBetween(2, 1_000_000),
                    "Events in memory between reading and writing, at most, and at most a sixteenth of the heap; more than batch-size.")
            .in("events")
            .defaultsTo("8192");
    public static final Setting<Integer> SNAPSHOT_THREADS = Setting.of(
                    "licensewatch.cdc.snapshot-threads",
                    ValueType.intBetween(1, 64),
                    "Tables that a snapshot of everything reads at once, each over a connection of its own; all read the same snapshot.")
            .in("threads")
            .defaultsTo("2");
    public static final Setting<Integer> HTTP_PORT = CommonSettings.httpPort(8081);

    public CdcSettings {
        kafka = Map.copyOf(kafka);
        if (feed.queueSize() <= feed.batchSize()) {
            throw new ConfigurationException("wrong setting " + QUEUE_SIZE.name() + " = " + feed.queueSize()
                    + ": expected more than " + BATCH_SIZE.name() + ", which is " + feed.batchSize());
        }
    }

    /** Where the source is. */
    static List<Setting<?>> source() {
        return List.of(
                POSTGRES_URL,
                POSTGRES_HOST,
                POSTGRES_PORT,
                POSTGRES_DATABASE,
                POSTGRES_SCHEMA,
                POSTGRES_USERS_SCHEMA,
                POSTGRES_USER,
                POSTGRES_PASSWORD,
                POSTGRES_ADMIN_URL,
                POSTGRES_SSLMODE,
                POSTGRES_SSLROOTCERT,
                POSTGRES_SLOT,
                POSTGRES_PUBLICATION);
    }

    /** Every setting of cdc. */
    public static List<Setting<?>> all() {
        return Stream.of(
                        source(),
                        List.<Setting<?>>of(
                                TIMESTAMP_ZONE,
                                EXCLUDE_TABLES,
                                HEARTBEAT_INTERVAL,
                                HEARTBEAT_AFTER_ROWS,
                                FRONTIER_FRESH,
                                TABLES_INTERVAL,
                                SILENCE_LIMIT,
                                BATCH_SIZE,
                                QUEUE_SIZE,
                                SNAPSHOT_THREADS),
                        CommonSettings.kafka(),
                        CommonSettings.topics(),
                        List.<Setting<?>>of(CommonSettings.HTTP_HOST, HTTP_PORT))
                .flatMap(List::stream)
                .toList();
    }

    public static CdcSettings of(Settings settings) {
        FeedSettings feed = new FeedSettings(
                address(settings),
                settings.get(POSTGRES_SLOT),
                settings.get(POSTGRES_PUBLICATION),
                CommonSettings.topics(settings),
                settings.get(HEARTBEAT_INTERVAL),
                settings.get(HEARTBEAT_AFTER_ROWS),
                settings.get(TABLES_INTERVAL),
                settings.get(SILENCE_LIMIT),
                settings.get(BATCH_SIZE),
                settings.get(QUEUE_SIZE),
                settings.get(SNAPSHOT_THREADS),
                schemas(settings),
                Set.copyOf(settings.get(EXCLUDE_TABLES)),
                settings.get(TIMESTAMP_ZONE));
        return new CdcSettings(
                feed,
                CommonSettings.kafkaProperties(settings),
                settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS),
                settings.get(CommonSettings.TOPICS_REPLICATION_FACTOR),
                settings,
                settings.get(FRONTIER_FRESH));
    }

    private static SourceTable watchedTable(String name) {
        TableName parsed = TableName.parse(name);
        return SourceTable.named(parsed.schema(), parsed.table()).orElseThrow();
    }

    /** Where the watched tables are in it. */
    public static SourceSchemas schemas(Settings settings) {
        return new SourceSchemas(settings.get(POSTGRES_SCHEMA), settings.get(POSTGRES_USERS_SCHEMA));
    }

    /** Where the source is, by its URL or the single settings. */
    public static PostgresAddress address(Settings settings) {
        return settings.get(POSTGRES_URL)
                .orElseGet(() -> new PostgresAddress(
                        settings.get(POSTGRES_HOST),
                        settings.get(POSTGRES_PORT),
                        settings.get(POSTGRES_DATABASE),
                        settings.get(POSTGRES_USER),
                        settings.get(POSTGRES_PASSWORD).orElse(""),
                        settings.get(POSTGRES_SSLMODE),
                        settings.get(POSTGRES_SSLROOTCERT).map(Path::toString).orElse(null)))
                .withPasswordOfPgPass();
    }

    /** The same, with the secrets that their files hold now; as it is when they cannot be read. */
    CdcSettings reread() {
        try {
            return of(given.reread());
        } catch (ConfigurationException e) {
            return this;
        }
    }

    public PostgresAddress postgresNow() {
        return reread().feed().postgres();
    }

    public Map<String, Object> kafkaNow() {
        return reread().kafka();
    }

    /** Without the Kafka login. */
    @Override
    public String toString() {
        return "CdcSettings[" + feed + ", Kafka " + bootstrapServers + "]";
    }
}
