package io.licensewatch.console.feed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements of the writing connection, each prepared once. */
final class Statements {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Returns the number of changed rows. */
    int run(String sql, @Nullable Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Executes SQL once, such as DDL. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    interface Row<T> {
        @Nullable
        T of(ResultSet row) throws SQLException;
    }

    /** The first row; null without one. */
    <T> @Nullable T first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? row.of(rows) : null;
        }
    }

    /** The first column of the first row; null without a row. */
    @Nullable
    Long number(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> row.getLong(1), values);
    }

    /** The first column of the first row; null without a row. */
    @Nullable
    String text(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> row.getString(1), values);
    }

    /** The rowid of the last inserted row. */
    long lastRow() throws SQLException {
        Long row = number("SELECT last_insert_rowid()");
        return row == null ? 0 : row;
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }
}
