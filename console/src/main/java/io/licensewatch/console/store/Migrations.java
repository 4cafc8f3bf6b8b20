package io.licensewatch.console.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Migrates a database to the current version, with one SQL file per version. SQLite stores the version number. Files of earlier
 * builds must not be edited.
 */
final class Migrations {
    static final int CURRENT = 3;

    /**
     * The file of this version creates all tables. Earlier versions are rejected: the tables of version 1 differed between
     * builds.
     */
    private static final int FIRST = 2;

    private Migrations() {}

    static void apply(Connection connection, Path directory) throws SQLException {
        int version = version(connection);
        if (version > CURRENT) {
            throw UnknownVersionException.later(version, CURRENT);
        }
        if (version != 0 && version < FIRST) {
            throw UnknownVersionException.earlier(directory, version, CURRENT);
        }
        connection.setAutoCommit(false);
        for (int next = Math.max(FIRST, version + 1); next <= CURRENT; next++) {
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
