package io.licensewatch.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * A Postgres 16 server with logical replication, on 127.0.0.1, as a child process. User {@code postgres}, with a password of its
 * own, since every user of the machine reaches 127.0.0.1.
 */
public final class EmbeddedPostgres16 implements AutoCloseable {
    public static final String USER = "postgres";
    public static final String DATABASE = "postgres";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 3;

    private final EmbeddedPostgres server;
    private final SuperuserPassword password;

    private EmbeddedPostgres16(EmbeddedPostgres server, SuperuserPassword password) {
        this.server = server;
        this.password = password;
    }

    /**
     * @param directory the cluster's; an earlier one is taken over, also after its server or owner was killed. The caller
     *     holds it for itself (see {@link DataDirectory}).
     * @param port to listen on; 0 for any free one
     */
    public static EmbeddedPostgres16 start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /** @param further settings of the server; they win */
    public static EmbeddedPostgres16 start(Path directory, int port, Map<String, String> further) {
        AbandonedPostmaster.in(directory).end();
        for (int attempt = 1; ; attempt++) {
            int listenAt = port == 0 ? Ports.free() : port;
            if (!Ports.isFree(listenAt)) {
                throw EmbeddedStartException.taken(listenAt);
            }
            try {
                Files.createDirectories(directory);
                return started(directory, listenAt, further);
            } catch (IOException | IllegalStateException e) {
                // Another process may take the free port before it is used.
                if (port != 0 || attempt == START_ATTEMPTS || Ports.isFree(listenAt)) {
                    throw new EmbeddedStartException(
                            "embedded Postgres did not start: " + e.getMessage() + "; see " + log(directory), e);
                }
            }
        }
    }

    private static EmbeddedPostgres16 started(Path directory, int port, Map<String, String> further)
            throws IOException {
        boolean isNew = !Files.exists(directory.resolve("PG_VERSION"));
        boolean letsEverybodyIn = !isNew && !SuperuserPassword.existsFor(directory);
        SuperuserPassword password = SuperuserPassword.of(directory);
        Path alone = password.alone();
        try {
            EmbeddedPostgres.Builder builder =
                    server(directory, port, further).setConnectConfig("password", password.text());
            if (isNew) {
                // The library passes each locale setting as an option to initdb. The last option counts, and the
                // library's own is trust.
                builder.setLocaleConfig("auth", "scram-sha-256").setLocaleConfig("pwfile", alone.toString());
            }
            EmbeddedPostgres16 started = new EmbeddedPostgres16(builder.start(), password);
            if (letsEverybodyIn) {
                started.requirePassword(directory.resolve("pg_hba.conf"));
            }
            return started;
        } finally {
            Files.deleteIfExists(alone);
        }
    }

    /** Of a cluster that an earlier build has made, which let everybody in. */
    private void requirePassword(Path rules) throws IOException {
        String text = Files.readString(rules);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password.text() + "'");
            Files.writeString(rules, text.replaceAll("\\btrust(\\s*\\n)", "scram-sha-256$1"));
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            close();
            throw new EmbeddedStartException("embedded Postgres takes no password: " + e.getMessage(), e);
        }
    }

    private static EmbeddedPostgres.Builder server(Path directory, int port, Map<String, String> further) {
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(log(directory).toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false) // the owner stops the apps first
                .setPort(port)
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        SETTINGS.forEach(builder::setServerConfig);
        further.forEach(builder::setServerConfig);
        return builder;
    }

    private static final Map<String, String> SETTINGS = Map.of(
            "wal_level", "logical",
            "max_replication_slots", "10",
            "max_wal_senders", "10",
            "max_connections", "60",
            "listen_addresses", "127.0.0.1",
            "fsync", "off", // for trying out, not for keeping
            // Off by default here; the change stream would see each commit only at the next flush, 200 ms later.
            "synchronous_commit", "on",
            "timezone", "UTC");

    private static Path log(Path directory) {
        return directory.resolveSibling("postgres.log");
    }

    public int port() {
        return server.getPort();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** With the superuser's login. */
    public String url() {
        return "postgresql://" + USER + ":" + password.text() + "@127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** The superuser's. */
    public String password() {
        return password.text();
    }

    /** For {@code PGPASSFILE}: psql takes the superuser's password from it. */
    public Path passwordFile() {
        return password.file();
    }

    /** A new connection in auto-commit mode, as the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, password.text());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("embedded Postgres did not stop", e);
        }
    }
}
