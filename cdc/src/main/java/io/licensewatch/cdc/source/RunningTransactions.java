package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/**
 * The transactions that had written something and were running at some moment. A commit is in the WAL before it is visible to
 * others; once all transactions that were running then have ended, a snapshot sees everything that was in the WAL at that moment.
 */
public final class RunningTransactions {
    private final long next;

    private RunningTransactions(long next) {
        this.next = next;
    }

    /** Those that are running now. */
    public static RunningTransactions now(Connection connection) throws SQLException {
        return new RunningTransactions(number(connection, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"));
    }

    /** The oldest one that is still running; empty when all have ended. */
    public OptionalLong oldest(Connection connection) throws SQLException {
        long oldest = number(connection, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text");
        return Long.compareUnsigned(oldest, next) < 0 ? OptionalLong.of(oldest) : OptionalLong.empty();
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Long.parseUnsignedLong(row.getString(1));
        }
    }
}
