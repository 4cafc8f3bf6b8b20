package io.licensewatch.cdc.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbcurlresolver.PgPassParser;

/**
 * The address of the source, with the login. {@code toString} never contains the password.
 *
 * @param sslMode libpq's sslmode: disable, allow, prefer, require, verify-ca, verify-full
 * @param sslRootCert file of the certificate authority, for verify-ca and verify-full; null for libpq's own place,
 *     {@code ~/.postgresql/root.crt}
 */
public record PostgresAddress(
        String host,
        int port,
        String database,
        String user,
        String password,
        String sslMode,
        @Nullable String sslRootCert) {
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    private static final int SOCKET_TIMEOUT_SECONDS = 30;
    private static final int LOOK_WITHIN_MS = 2_000;

    /** Reads {@code postgresql://user:password@host:port/database?sslmode=require}. */
    public static PostgresAddress parse(String url) {
        try {
            URI uri = new URI(url);
            if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
                throw malformed();
            }
            String[] user = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
            if (uri.getHost() == null || user.length == 0 || database.isEmpty()) {
                throw malformed();
            }
            return new PostgresAddress(
                    uri.getHost(),
                    uri.getPort() < 0 ? 5432 : uri.getPort(),
                    database,
                    decoded(user[0]),
                    user.length > 1 ? decoded(user[1]) : "",
                    queryParameter(uri, "sslmode", "prefer"),
                    queryParameter(uri, "sslrootcert", null));
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    /** Without the URL and the cause: both may contain the password. */
    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "not a Postgres URL; it has the form postgresql://user:password@host:port/database");
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // null in, null out
    private static String queryParameter(URI uri, String name, @Nullable String otherwise) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return decoded(parameter.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    /** With the password of libpq's password file ({@code ~/.pgpass}, or {@code PGPASSFILE}) if none is configured. */
    public PostgresAddress withPasswordOfPgPass() {
        String known =
                password.isEmpty() ? PgPassParser.getPassword(host, Integer.toString(port), database, user) : password;
        return new PostgresAddress(host, port, database, user, known == null ? "" : known, sslMode, sslRootCert);
    }

    /** With this password if the address has none. */
    public PostgresAddress withPassword(String other) {
        return password.isEmpty() ? new PostgresAddress(host, port, database, user, other, sslMode, sslRootCert) : this;
    }

    public Connection connect() throws SQLException {
        return open(properties());
    }

    /**
     * A connection for catalog queries: it waits for locks no longer than a stop may take, and works through a pooler that mixes up
     * the prepared statements of its clients, so that the preflight can report the pooler.
     */
    public Connection connectToCatalog() throws SQLException {
        Properties properties = properties();
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        Connection connection = open(properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + LOOK_WITHIN_MS);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection of the kind that the change stream needs; a pooler in between refuses it. */
    public Connection connectForReplication() throws SQLException {
        Properties properties = properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.4");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return open(properties);
    }

    private Connection open(Properties properties) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl(), properties);
        try {
            SessionSettings.require(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    private Properties properties() {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, user);
        PGProperty.PASSWORD.set(properties, password);
        PGProperty.SSL_MODE.set(properties, sslMode);
        if (sslRootCert != null) {
            PGProperty.SSL_ROOT_CERT.set(properties, sslRootCert);
        }
        PGProperty.OPTIONS.set(properties, SessionSettings.options());
        PGProperty.APPLICATION_NAME.set(properties, "licensewatch");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        return properties;
    }

    @Override
    public String toString() {
        return Printable.line(user + "@" + host + ":" + port + "/" + database);
    }
}
