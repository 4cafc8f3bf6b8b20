package io.licensewatch.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A Postgres 16 server with logical replication, on 127.0.0.1, as a child process. User {@code postgres}, no password.
 */
public final class EmbeddedPostgres16 implements AutoCloseable {
    public static final String USER = "postgres";
    public static final String DATABASE = "postgres";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 3;

    private final EmbeddedPostgres server;

    private EmbeddedPostgres16(EmbeddedPostgres server) {
        this.server = server;
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
                return new EmbeddedPostgres16(
                        server(directory, listenAt, further).start());
            } catch (IOException | IllegalStateException e) {
                // Between the choice of a free port and its use somebody else may have taken it.
                if (port != 0 || attempt == START_ATTEMPTS || Ports.isFree(listenAt)) {
                    throw new EmbeddedStartException(
                            "embedded Postgres did not start: " + e.getMessage() + "; see " + log(directory), e);
                }
            }
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

    /** A new connection in auto-commit mode, as the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, "");
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
