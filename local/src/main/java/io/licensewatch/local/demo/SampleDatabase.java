package io.licensewatch.local.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The made-up SaaS: its tables and its customers. */
public final class SampleDatabase {
    private SampleDatabase() {}

    /** Makes it in an empty database; one that has been made before is left as it is. */
    public static void createIn(Connection connection) throws SQLException {
        if (!exists(connection)) {
            run(connection, resource("schema.sql") + resource("seed.sql"));
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT to_regclass('public.tenants') IS NOT NULL")) {
            result.next();
            return result.getBoolean(1);
        }
    }

    /** Statements that are sent together are one transaction. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String resource(String name) {
        try (InputStream in = SampleDatabase.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
