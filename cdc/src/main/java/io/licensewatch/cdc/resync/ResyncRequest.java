package io.licensewatch.cdc.resync;

import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.schemas.source.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link RequestTable}: a request to read tables again, from a role that may write to that table.
 *
 * @param slot the slot whose reader is addressed; a database may have several
 * @param id letters, digits, {@code -} and {@code _}, at most 64
 * @param tables {@code schema.table}; empty for all
 */
public record ResyncRequest(String slot, String id, List<String> tables) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MOST_TABLES = 64;
    private static final int LONGEST_TABLE = 128;

    public ResyncRequest {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a resync has letters, digits, - and _, at most 64");
        }
        if (tables.size() > MOST_TABLES
                || tables.stream().anyMatch(table -> table.isEmpty() || table.length() > LONGEST_TABLE)) {
            throw new IllegalArgumentException("a resync names at most " + MOST_TABLES + " tables");
        }
        tables = List.copyOf(tables);
    }

    /** Empty if it is not well-formed: the table may lack its check constraints. */
    public static Optional<ResyncRequest> parse(@Nullable String slot, @Nullable String id, @Nullable List<?> tables) {
        if (slot == null || id == null || tables == null || !tables.stream().allMatch(String.class::isInstance)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ResyncRequest(
                    slot, id, tables.stream().map(String.class::cast).toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Inserts it and deletes it in the same transaction: so it is in the change stream, and the table stays empty.
     *
     * @return an LSN after it; a reader of a later commit has read the request
     */
    public long insert(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + RequestTable.NAME + " (slot, id, tables) VALUES (?, ?, ?)");
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM " + RequestTable.NAME + " WHERE slot = ? AND id = ?")) {
            insert.setString(1, slot);
            insert.setString(2, id);
            insert.setArray(3, connection.createArrayOf("text", tables.toArray()));
            insert.executeUpdate();
            delete.setString(1, slot);
            delete.setString(2, id);
            delete.executeUpdate();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }
}
