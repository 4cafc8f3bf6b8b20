package io.licensewatch.cdc.testbed;

import io.licensewatch.embedded.EmbeddedPostgres16;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGProperty;

/** A Postgres 16 with a database per test, and what tests ask of it; the superuser is {@code postgres}. */
public final class TestPostgres implements AutoCloseable {
    private final EmbeddedPostgres16 server;

    /** @param directory the cluster's */
    TestPostgres(Path directory) {
        this.server = EmbeddedPostgres16.start(directory, 0, Map.of("max_replication_slots", "40"));
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
