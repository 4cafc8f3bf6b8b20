package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The watched tables that a publication carries. A membership consists of the oids of the table, the publication and the table's
 * entry in it: it changes when the table left and returned, or was dropped and recreated, however quickly. What was committed in
 * between is not in the stream.
 *
 * @param byTable membership by {@code schema.table}
 */
public record Memberships(Map<String, String> byTable) {
    /** Whole schemas can be published from 15 on. */
    private static final int PUBLISHES_SCHEMAS = 15;

    public Memberships {
        byTable = Collections.unmodifiableMap(new TreeMap<>(byTable));
    }

    /** @param excluded watched tables that are left out on purpose, whether they are published or not */
    public static Memberships of(
            Connection connection, String publication, SourceSchemas schemas, Set<SourceTable> excluded)
            throws SQLException {
        Set<String> watched = Arrays.stream(SourceTable.values())
                .filter(table -> !excluded.contains(table))
                .map(schemas::name)
                .collect(Collectors.toSet());
        boolean bySchema = connection.getMetaData().getDatabaseMajorVersion() >= PUBLISHES_SCHEMAS;
        String sql = """
                SELECT n.nspname || '.' || c.relname,
                       concat_ws('/', c.oid, p.oid, %s)
                FROM pg_publication_tables t
                JOIN pg_publication p ON p.pubname = t.pubname
                JOIN pg_namespace n ON n.nspname = t.schemaname
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
                LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
                %s
                WHERE t.pubname = ?""".formatted(bySchema ? "coalesce(r.oid, s.oid)" : "r.oid", bySchema ? """
                LEFT JOIN pg_publication_namespace s ON s.pnpubid = p.oid AND s.pnnspid = n.oid""" : "");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, publication);
            Map<String, String> found = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (watched.contains(rows.getString(1))) {
                        found.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            return new Memberships(found);
        }
    }

    public boolean has(CapturedTable table) {
        return byTable.containsKey(table.name());
    }
}
