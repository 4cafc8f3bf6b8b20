package io.licensewatch.local.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A Postgres 16 server with logical replication, on 127.0.0.1, as a child process. User {@code postgres}, no password.
 */
public final class EmbeddedPostgres16 implements AutoCloseable {
    public static final String USER = "postgres";
    public static final String DATABASE = "postgres";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

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
        AbandonedPostmaster.in(directory).end();
        if (port != 0 && !Ports.isFree(port)) {
            throw new EmbeddedStartException("port " + port
                    + " is taken by another process; choose another with --postgres-port (0 takes any free one)");
        }
        try {
            Files.createDirectories(directory);
            return new EmbeddedPostgres16(EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false) // the owner stops the apps first
                    .setPort(port)
                    .setPGStartupWait(START_TIMEOUT)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolveSibling("postgres.log").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolveSibling("postgres.log").toFile()))
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_replication_slots", "10")
                    .setServerConfig("max_wal_senders", "10")
                    .setServerConfig("max_connections", "60")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("fsync", "off") // for trying out, not for keeping
                    // Off by default here; the change stream would see each commit only at the next flush, 200 ms
                    // later.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("timezone", "UTC")
                    .start());
        } catch (IOException | IllegalStateException e) {
            throw new EmbeddedStartException(
                    "embedded Postgres did not start: " + e.getMessage() + "; see "
                            + directory.resolveSibling("postgres.log"),
                    e);
        }
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
