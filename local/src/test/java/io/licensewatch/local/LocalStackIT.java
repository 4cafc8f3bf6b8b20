package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

class LocalStackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SEATS_EXCEEDED = "SELECT hire(5, 'Blue Door Yoga', 'coach')";

    @TempDir
    Path directory;

    @Test
    void what_is_in_a_data_directory_goes_on_after_a_restart_and_nothing_is_told_twice() throws Exception {
        try (LocalStack stack = start(directory.resolve("state"), null)) {
            awaitAlerts(stack, "license-expiring");
            assertThat(get(stack, "/health/ready")).contains("cdc-streaming", "streams-frontier", "console-read-model");
            assertThat(page(stack.consoleAddress() + "/")).contains("<title>");
            assertThat(get(stack, "/metrics")).contains("licensewatch_cdc_", "licensewatch_streams_", "jvm_memory");
        }
        try (LocalStack stack = start(directory.resolve("state"), null);
                Connection connection = Objects.requireNonNull(stack.postgres()).connect()) {
            run(connection, SEATS_EXCEEDED);
            awaitAlerts(stack, "license-expiring", "seat-utilization");
        }
    }

    @Test
    void another_database_is_watched_and_left_without_a_slot() throws Exception {
        try (EmbeddedPostgres16 source = EmbeddedPostgres16.start(directory.resolve("source"), 0);
                Connection connection = source.connect()) {
            SampleDatabase.createIn(connection);
            String url = WatchedSource.prepared(source, connection).url();
            try (LocalStack stack = start(null, url)) {
                assertThat(stack.postgres()).isNull();
                run(connection, SEATS_EXCEEDED);
                awaitAlerts(stack, "license-expiring", "seat-utilization");
            }
            assertThat(ask(connection, "SELECT count(*) FROM pg_replication_slots"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_slot_whose_reader_is_just_going_is_dropped_once_it_has_gone() throws Exception {
        try (EmbeddedPostgres16 source = EmbeddedPostgres16.start(directory.resolve("source"), 0);
                Connection connection = source.connect()) {
            SampleDatabase.createIn(connection);
            WatchedSource watched = WatchedSource.prepared(source, connection);
            run(connection, "SELECT pg_create_logical_replication_slot('" + WatchedSource.SLOT + "', 'pgoutput')");
            CompletableFuture<Void> dropped;
            try (Connection reader = reader(source)) {
                dropped = CompletableFuture.runAsync(() -> {
                    try {
                        watched.dropSlot();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                });
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> ask(
                                        connection,
                                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND wait_event = 'PgSleep'")
                                .equals("1"));
                assertThat(reader.isClosed()).isFalse();
            }
            dropped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ask(connection, "SELECT count(*) FROM pg_replication_slots"))
                    .isEqualTo("0");
        }
    }

    /** Reads from the slot. */
    private static Connection reader(EmbeddedPostgres16 source) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, EmbeddedPostgres16.USER);
        PGProperty.PASSWORD.set(properties, source.password());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "16");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        Connection connection = DriverManager.getConnection(source.jdbcUrl(), properties);
        connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(WatchedSource.SLOT)
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", "licensewatch")
                .start();
        return connection;
    }

    @Test
    void a_source_that_is_not_prepared_is_refused_with_what_mends_it() throws Exception {
        try (EmbeddedPostgres16 source = EmbeddedPostgres16.start(directory.resolve("source"), 0);
                Connection connection = source.connect()) {
            SampleDatabase.createIn(connection);
            assertThatThrownBy(() -> start(null, source.url()))
                    .isInstanceOf(UnfitSourceException.class)
                    .hasMessageContaining("CREATE PUBLICATION")
                    .hasMessageContaining("REPLICA IDENTITY FULL");
        }
    }

    private static LocalStack start(@Nullable Path dataDirectory, @Nullable String sourceUrl) throws Exception {
        LocalOptions options = new LocalOptions(
                dataDirectory, sourceUrl == null ? 0 : null, 0, 0, 0, sourceUrl, sourceUrl == null, Map.of());
        LocalStack stack = LocalStack.start(options, doing -> {}, failure -> {
            throw new AssertionError("an app has failed", failure);
        });
        new Readiness(stack.ready()).await(PATIENCE, doing -> {});
        return stack;
    }

    /** Exactly these, from the beginning of the topic; a key starts with the tenant. */
    private static void awaitAlerts(LocalStack stack, String... rules) {
        try (CommittedRecords records = CommittedRecords.follow(
                Map.of("bootstrap.servers", stack.bootstrapServers()), List.of(Topics.ALERTS), true)) {
            List<String> rulesRead = new ArrayList<>();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                records.poll(Duration.ofMillis(100))
                        .forEach(read -> rulesRead.add(read.headers().get("rule")));
                return rulesRead.size() >= rules.length;
            });
            assertThat(rulesRead).containsExactlyInAnyOrder(rules);
        }
    }

    private static String get(LocalStack stack, String path) throws IOException, InterruptedException {
        return page("http://127.0.0.1:" + stack.httpPort() + path);
    }

    private static String page(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void run(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String query) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
