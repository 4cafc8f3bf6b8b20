package io.licensewatch.cdc.testbed;

import static org.awaitility.Awaitility.await;

import io.licensewatch.embedded.EmbeddedPostgres16;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/** A Postgres 16 with a database per test, and what tests ask of it; the superuser is {@code postgres}. */
public final class TestPostgres implements AutoCloseable {
    private static final Map<String, String> SETTINGS =
            Map.of("max_replication_slots", "40", "max_prepared_transactions", "5");

    private final Path directory;
    private EmbeddedPostgres16 server;

    /** @param directory the cluster's */
    TestPostgres(Path directory) {
        this.directory = directory;
        this.server = EmbeddedPostgres16.start(directory, 0, SETTINGS);
        letEverybodyIn(directory.resolve("pg_hba.conf"));
    }

    /** Tests make roles of their own; whether a password is right is a matter of the tests that are about that. */
    private void letEverybodyIn(Path rules) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            Files.writeString(rules, "local all all trust\nhost all all all trust\nhost replication all all trust\n");
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("cannot let everybody in", e);
        }
    }

    public void stop() {
        server.close();
    }

    /** Without waiting for whoever is connected, as a crash does. */
    public void stopAtOnce() throws Exception {
        Path pidFile = directory.resolve("postmaster.pid");
        String pid = Files.readAllLines(pidFile).get(0);
        new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
        await().until(() ->
                !Files.exists(pidFile) || ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        server.close();
    }

    /** On the same port. */
    public void startAgain() {
        server = EmbeddedPostgres16.start(directory, server.port(), SETTINGS);
    }

    /** As a server that was recovered to a point in time does, or a standby that was promoted. */
    public void startOnNewTimeline() throws IOException {
        Files.createFile(directory.resolve("recovery.signal"));
        Map<String, String> recovering = new HashMap<>(SETTINGS);
        recovering.put("restore_command", "/bin/false");
        server = EmbeddedPostgres16.start(directory, server.port(), recovering);
        await().until(() -> query("postgres", "SELECT pg_is_in_recovery()").equals(List.of("f")));
    }

    /** Keeps the stopped server's state. */
    public Path backup() throws IOException {
        Path copy = Files.createTempDirectory(directory.getParent(), "backup").resolve("data");
        copy(directory, copy);
        return copy;
    }

    /** Sets the stopped server back to a state that was kept. */
    public void restore(Path backup) throws IOException {
        delete(directory);
        copy(backup, directory);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public int port() {
        return server.port();
    }

    public String url(String user, String password, String database) {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + port() + "/" + database;
    }

    /** As the superuser, who finds Postgres' own objects first, whatever the database has as its default. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, "postgres");
        PGProperty.OPTIONS.set(properties, "-c search_path=public -c standard_conforming_strings=on");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
    }

    public void execute(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column, as text. */
    public List<String> query(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
