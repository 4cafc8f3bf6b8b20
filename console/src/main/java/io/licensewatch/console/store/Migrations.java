package io.licensewatch.console.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings a database to the present version, one file of SQL a version. SQLite keeps the number. */
final class Migrations {
    private static final int CURRENT = 1;

    private Migrations() {}

    static void apply(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > CURRENT) {
            throw new UnknownVersionException(version, CURRENT);
        }
        connection.setAutoCommit(false);
        for (int next = version + 1; next <= CURRENT; next++) {
            run(connection, next);
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static void run(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : Script.read("V" + version + ".sql")) {
                statement.execute(sql);
            }
            statement.execute("PRAGMA user_version = " + version);
        }
    }
}
