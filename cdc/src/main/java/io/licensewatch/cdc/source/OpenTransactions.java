package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** Transactions of others that must end first, described for a person: which, since when, and how to end them. */
public final class OpenTransactions {
    /** The creation of a slot waits for all running transactions, one after the other. */
    private static final String AWAITED_BY_SLOT = """
            SELECT l.transactionid::text FROM pg_catalog.pg_replication_slots s
            JOIN pg_catalog.pg_locks l ON l.pid = s.active_pid
            WHERE s.slot_name = ? AND l.locktype = 'transactionid' AND NOT l.granted""";

    private static final String PREPARED = """
            SELECT gid, database, pg_catalog.to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            FROM pg_catalog.pg_prepared_xacts WHERE transaction = ?::xid""";
    private static final String RUNNING = """
            SELECT l.pid, pg_catalog.to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'transactionid' AND l.transactionid = ?::xid AND l.granted AND l.pid IS NOT NULL""";
    private static final long XID = 0xFFFF_FFFFL;

    private OpenTransactions() {}

    /** What the creation of the slot waits for; empty when it is not being created, or does not wait. */
    public static Optional<String> awaitedBySlot(Connection connection, String slot) throws SQLException {
        Optional<String> xid = one(connection, AWAITED_BY_SLOT, slot, row -> row.getString(1));
        return xid.isEmpty() ? Optional.empty() : Optional.of(named(connection, xid.get()));
    }

    /** What a resync waits for: what the creation of the slot waits for, or else the oldest transaction that wrote something. */
    public static Optional<String> heldUpBy(Connection connection, String slot) throws SQLException {
        Optional<String> bySlot = awaitedBySlot(connection, slot);
        if (bySlot.isPresent()) {
            return bySlot;
        }
        OptionalLong oldest = RunningTransactions.now(connection).oldest(connection);
        return oldest.isPresent() ? Optional.of(named(connection, oldest.getAsLong())) : Optional.empty();
    }

    /** @param number the transaction's, with its epoch */
    public static String named(Connection connection, long number) throws SQLException {
        return named(connection, Long.toString(number & XID));
    }

    private static String named(Connection connection, String xid) throws SQLException {
        Optional<String> prepared =
                one(connection, PREPARED, xid, row -> prepared(row.getString(1), row.getString(2), row.getString(3)));
        if (prepared.isPresent()) {
            return prepared.get();
        }
        return one(connection, RUNNING, xid, row -> running(row.getInt(1), row.getString(2)))
                .orElse("transaction " + xid);
    }

    /** Any client may have chosen its name. */
    private static String prepared(String gid, String database, String since) {
        String name = Sql.literal(gid.replaceAll("\\p{C}", "?"));
        return "prepared transaction " + name + " in database " + database + ", open since " + since
                + " (to end it, there: COMMIT PREPARED " + name + "; or ROLLBACK PREPARED " + name + ";)";
    }

    private static String running(int pid, String since) {
        return "a transaction of backend " + pid + (since == null ? "" : ", open since " + since)
                + " (to end it: SELECT pg_terminate_backend(" + pid + ");)";
    }

    private static Optional<String> one(Connection connection, String sql, String parameter, Reader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
            }
        }
    }

    @FunctionalInterface
    private interface Reader {
        String read(ResultSet row) throws SQLException;
    }
}
