package io.licensewatch.worker.ledger;

import io.licensewatch.cdc.source.PostgresAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that opens on demand, and reopens after a failure. One thread uses it; another may {@link #abort} it. Each
 * statement is a transaction.
 */
final class LedgerSession implements AutoCloseable {
    private static final Duration ANSWER_AFTER_STATEMENT = Duration.ofSeconds(10);

    private final Supplier<PostgresAddress> address;
    private final Duration lockTimeout;
    private final Duration statementTimeout;
    private volatile @Nullable Connection connection;

    /** @param address read for each connection, since the password may have changed */
    LedgerSession(Supplier<PostgresAddress> address, Duration lockTimeout, Duration statementTimeout) {
        this.address = address;
        this.lockTimeout = lockTimeout;
        this.statementTimeout = statementTimeout;
    }

    /** Sets the parameters of a statement. */
    interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Reads all rows. */
    interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    <T> T query(String sql, Parameters parameters, Rows<T> reader) throws SQLException {
        try (PreparedStatement statement = open().prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        }
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open != null && !open.isClosed()) {
            return open;
        }
        Connection fresh = address.get().connect();
        try (Statement statement = fresh.createStatement()) {
            statement.execute("SET application_name = 'licensewatch-worker'");
            statement.execute("SET lock_timeout = " + lockTimeout.toMillis());
            statement.execute("SET statement_timeout = " + statementTimeout.toMillis());
            // A network that drops packets must not block longer than the server's timeout.
            fresh.setNetworkTimeout(
                    Runnable::run,
                    Math.toIntExact(
                            statementTimeout.plus(ANSWER_AFTER_STATEMENT).toMillis()));
        } catch (SQLException | RuntimeException e) {
            fresh.close();
            throw e;
        }
        connection = fresh;
        return fresh;
    }

    /** Aborts a running statement. Thread-safe. */
    void abort() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                close();
            }
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // The connection is closed in any case.
            }
        }
    }
}
