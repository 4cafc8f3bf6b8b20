package io.licensewatch.cdc.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files in which tables are stored. A table that is rewritten (by some ALTER TABLE) appears empty to a transaction that began
 * before; a snapshot during which a file changed cannot be trusted.
 */
public final class TableFiles {
    private TableFiles() {}

    /** By {@code schema.table}, with the table's oid; partitions included. */
    public static Map<String, String> of(Connection connection, Collection<String> tables) throws SQLException {
        String sql = """
                SELECT n.nspname || '.' || c.relname, c.oid || ':' || coalesce(
                    (SELECT string_agg(t.relid::oid || '/' || coalesce(pg_relation_filenode(t.relid), 0), ',' ORDER BY t.relid)
                     FROM pg_partition_tree(c.oid) t), pg_relation_filenode(c.oid)::text, '')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY (?)""";
        Array names = connection.createArrayOf("text", tables.toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, names);
            Map<String, String> files = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    files.put(rows.getString(1), rows.getString(2));
                }
            }
            return files;
        }
    }
}
