package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Row counts of tables as the planner estimates them: rows per page at the last ANALYZE or VACUUM, times the current pages. A small
 * table without statistics is counted. For a partitioned table, which autovacuum does not analyze, the sum of its partitions.
 */
public final class RowEstimates {
    /** A table of this many pages (8 MB) is counted within milliseconds. */
    private static final long FEW_PAGES = 1_024;

    private static final String SQL = """
        WITH RECURSIVE tree AS (
            SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS quoted, c.oid
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY (?)
            UNION ALL
            SELECT t.name, t.quoted, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid),
        leaf AS (
            SELECT t.name, t.quoted, c.relpages, c.reltuples,
                CASE WHEN c.relkind = 'p' THEN 0
                    ELSE pg_relation_size(c.oid) / current_setting('block_size')::bigint END AS pages
            FROM tree t JOIN pg_class c ON c.oid = t.oid)
        SELECT name, quoted, sum(pages)::bigint AS pages,
            bool_and(pages = 0 OR (relpages > 0 AND reltuples >= 0)) AS known,
            sum(CASE WHEN pages > 0 AND relpages > 0 THEN reltuples::float8 / relpages * pages ELSE 0 END)::bigint AS rows
        FROM leaf GROUP BY name, quoted\
        """;

    private RowEstimates() {}

    /**
     * As {@link #of(Connection, Collection)}, on a connection of its own with a short lock timeout; empty if that fails, since only
     * the reported progress depends on it.
     */
    public static Map<String, Long> known(PostgresAddress postgres, Collection<String> tables) {
        try (Connection connection = postgres.connectToCatalog()) {
            return of(connection, tables);
        } catch (SQLException e) {
            return Map.of();
        }
    }

    /** By {@code schema.table}, without large tables for which the server has no statistics. */
    public static Map<String, Long> of(Connection connection, Collection<String> tables) throws SQLException {
        Map<String, Long> estimates = new TreeMap<>();
        Map<String, String> toCount = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean("known")) {
                        estimates.put(rows.getString("name"), rows.getLong("rows"));
                    } else if (rows.getLong("pages") <= FEW_PAGES) {
                        toCount.put(rows.getString("name"), rows.getString("quoted"));
                    }
                }
            }
        }
        for (Map.Entry<String, String> table : toCount.entrySet()) {
            estimates.put(table.getKey(), count(connection, table.getValue()));
        }
        return estimates;
    }

    private static long count(Connection connection, String quoted) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + quoted)) {
            row.next();
            return row.getLong(1);
        }
    }
}
