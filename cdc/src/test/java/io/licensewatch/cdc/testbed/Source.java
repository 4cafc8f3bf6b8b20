package io.licensewatch.cdc.testbed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own for one test. */
public record Source(TestPostgres postgres, String database) {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    public static Source create(TestPostgres postgres, String... statements) throws SQLException {
        String database = "source" + NUMBER.incrementAndGet();
        postgres.execute("postgres", "CREATE DATABASE " + database);
        postgres.execute(database, statements);
        return new Source(postgres, database);
    }

    public void execute(String... statements) throws SQLException {
        postgres.execute(database, statements);
    }

    /** In one transaction. */
    public void transaction(String... statements) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    public String value(String sql) throws SQLException {
        return postgres.query(database, sql).get(0);
    }
}
