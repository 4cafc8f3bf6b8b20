package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows tables have, as the planner reckons: from the last ANALYZE, not counted. Of a partitioned table, which autovacuum
 * does not analyze, the sum of its partitions.
 */
public final class RowEstimates {
    private RowEstimates() {}

    /** By {@code schema.table}; a table that was never analyzed is left out. */
    public static Map<String, Long> of(Connection connection, Collection<String> tables) throws SQLException {
        String sql = """
            WITH RECURSIVE tree AS (
                SELECT n.nspname || '.' || c.relname AS name, c.oid
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY (?)
                UNION ALL
                SELECT t.name, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)
            SELECT t.name, sum(c.reltuples)::bigint FROM tree t JOIN pg_class c ON c.oid = t.oid
            WHERE c.relkind <> 'p' AND c.reltuples >= 0 GROUP BY t.name\
            """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
            Map<String, Long> estimates = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    estimates.put(rows.getString(1), rows.getLong(2));
                }
            }
            return estimates;
        }
    }
}
