package io.licensewatch.local;

import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.StreamApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A real Postgres, a real broker and, between start and stop, both apps; and all that they have published so far. */
public final class Testbed implements AutoCloseable {
    /** The long form writes what takes minutes to read. */
    public static final Duration PATIENCE = Duration.ofMinutes(Boolean.getBoolean("licensewatch.long") ? 15 : 3);

    private static final Topics TOPICS = Topics.defaults();

    public final List<AlertEvent> alerts = new ArrayList<>();
    public final List<RemediationCommand> commands = new ArrayList<>();
    final List<TenantStatus> statuses = new ArrayList<>();
    final List<SystemHealth> healths = new ArrayList<>();
    /** Tenants that are gone, and the source time at which their status was withdrawn last. */
    final Map<String, Instant> retired = new HashMap<>();

    public final List<Frontier> frontiers = new ArrayList<>();
    public final List<TopicRecord> deadLetters = new ArrayList<>();

    private final Path directory;
    private EmbeddedPostgres16 postgres;
    private EmbeddedKafka kafka;
    private Connection connection;
    private final Map<String, String> streamSettings;
    private @Nullable Cdc cdc;
    private @Nullable StreamApp streams;
    private @Nullable Metrics metrics;
    private @Nullable CommittedRecords records;
    private Runnable whileWaiting = () -> {};

    /** With the sample database. */
    Testbed(Path directory, Map<String, String> streamSettings) throws SQLException {
        this(directory, streamSettings, SampleDatabase::createIn);
    }

    public Testbed(Path directory, Map<String, String> streamSettings, Contents contents) throws SQLException {
        this.directory = directory;
        this.streamSettings = streamSettings;
        this.postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
        this.connection = postgres.connect();
        contents.createIn(connection);
        this.kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    }

    /** What is in the database before the apps come. */
    public interface Contents {
        void createIn(Connection connection) throws SQLException;
    }

    /** Starts both apps on what there is, and waits until they do their work. */
    void startApps() throws SQLException, InterruptedException, TimeoutException {
        Metrics registry = Metrics.create();
        metrics = registry;
        startFeed();
        StreamApp started = StreamApp.start(wiring().streams(), registry.registry(), Testbed::fail);
        streams = started;
        List<HealthCheck> checks = new ArrayList<>(started.ready());
        checks.addAll(Objects.requireNonNull(cdc, "started").ready());
        new Readiness(checks).await(PATIENCE, progress -> {});
        if (records == null) {
            follow();
        }
    }

    /** From now on {@link #read} reads what is and was published; the topics exist. */
    public void follow() {
        List<String> topics = new ArrayList<>(
                TOPICS.publicTopics().stream().map(TopicSpec::name).toList());
        topics.add(TOPICS.frontier());
        records = CommittedRecords.follow(Map.of("bootstrap.servers", kafka.bootstrapServers()), topics, true);
    }

    private Apps.Wiring wiring() throws SQLException {
        return new Apps.Wiring(
                prepareSource(),
                WatchedSource.SLOT,
                kafka.bootstrapServers(),
                directory.resolve("streams"),
                streamSettings);
    }

    /** Prepares the source for cdc, and says where it is. */
    public String prepareSource() throws SQLException {
        return WatchedSource.prepared(postgres, connection).url();
    }

    /** The source with the login of its superuser. */
    String superuserUrl() {
        return postgres.url();
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    private static void fail(Throwable failure) {
        throw new AssertionError("an app has failed", failure);
    }

    /** The feed stops; stream-app goes on. */
    void stopFeed() {
        Objects.requireNonNull(cdc, "started").close();
    }

    void startFeed() throws SQLException, InterruptedException, TimeoutException {
        Metrics registry = Objects.requireNonNull(metrics, "started");
        cdc = Cdc.start(wiring().cdc(), Cdc.Start.CONTINUE, registry.registry(), Testbed::fail);
    }

    void stopApps() {
        if (streams != null) {
            streams.close();
            streams = null;
        }
        if (cdc != null) {
            cdc.close();
            cdc = null;
        }
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }

    /** Stops Postgres, which breaks off whoever is connected, and starts it on the same port. */
    public void restartPostgres() throws SQLException {
        int port = postgres.port();
        connection.close();
        postgres.close();
        postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), port);
        connection = postgres.connect();
    }

    /** Stops the broker, and starts it on the same port. */
    public void restartKafka() {
        stopKafka();
        startKafka();
    }

    public void stopKafka() {
        kafka.close();
    }

    /** After it was stopped; on the same port, with what its directory holds. */
    public void startKafka() {
        kafka = EmbeddedKafka.start(kafkaDirectory(), kafkaPort());
    }

    public int kafkaPort() {
        return Integer.parseInt(bootstrapServers().replaceAll(".*:", ""));
    }

    public Path kafkaDirectory() {
        return directory.resolve("kafka");
    }

    /** A connection of the caller's own. */
    public Connection connect() throws SQLException {
        return postgres.connect();
    }

    /** Statements that are sent together are one transaction. */
    public void sql(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    public List<String> query(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    public String ask(String query) throws SQLException {
        return query(query).get(0);
    }

    /** Reads what has been published since; each record is checked against its contract. */
    public void read() {
        if (records == null) {
            throw new IllegalStateException("the apps have not been started yet");
        }
        for (TopicRecord record : records.poll(Duration.ofMillis(100))) {
            ContractValidator.validate(record.topic(), bytes(record.key()), bytes(record.value()), record.headers());
            try {
                sort(record);
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void sort(TopicRecord record) throws MalformedRecordException {
        byte[] value = bytes(record.value());
        if (value == null) {
            if (record.topic().equals(Topics.TENANTS)) {
                retired.put(String.valueOf(record.key()), record.timestamp());
            }
            return;
        }
        switch (record.topic()) {
            case Topics.ALERTS -> alerts.add(JsonCodec.ALERT.decode(value));
            case Topics.COMMANDS -> commands.add(JsonCodec.COMMAND.decode(value));
            case Topics.HEALTH -> healths.add(JsonCodec.SYSTEM_HEALTH.decode(value));
            case Topics.TENANTS -> statuses.add(JsonCodec.TENANT_STATUS.decode(value));
            case Topics.DEAD_LETTERS -> deadLetters.add(record);
            default -> {
                if (record.topic().equals(TOPICS.frontier())) {
                    frontiers.add(JsonCodec.FRONTIER.decode(value));
                }
            }
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** From now on, whoever waits fails at once when this does. */
    public void whileWaiting(Runnable check) {
        whileWaiting = check;
    }

    public void until(String what, BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            read();
            whileWaiting.run();
            return condition.getAsBoolean();
        });
    }

    /** Source time goes on for so long; then the tenant is changed once more, and what comes of that is awaited. */
    void settle(String tenantName, Duration time) throws SQLException {
        Instant end = now().plus(time);
        until(
                "source time " + end,
                () -> !frontiers.isEmpty()
                        && frontiers.get(frontiers.size() - 1).sourceTime().isAfter(end));
        String tenantId = ask("SELECT tenant('" + tenantName + "')");
        sql("UPDATE tenants SET name = name || '.' WHERE id = '" + tenantId + "'");
        String renamed = ask("SELECT name FROM tenants WHERE id = '" + tenantId + "'");
        until("status of " + renamed, () -> statuses.stream().anyMatch(status -> renamed.equals(status.tenantName())));
    }

    public Instant now() throws SQLException {
        return Instant.parse(
                ask("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    @Override
    public void close() throws SQLException {
        try {
            if (records != null) {
                records.close();
            }
            stopApps();
            connection.close();
        } finally {
            kafka.close();
            postgres.close();
        }
    }
}
