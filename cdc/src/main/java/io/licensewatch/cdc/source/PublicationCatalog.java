package io.licensewatch.cdc.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a publication publishes from the catalogs. */
final class PublicationCatalog {
    private static final List<String> OPERATIONS = List.of("insert", "update", "delete", "truncate");

    /** From 15 on there are column lists, row filters and whole schemas. */
    private static final int KNOWS_COLUMNS = 15;

    private final Connection connection;
    private final String name;
    private final boolean knowsColumns;
    private final Set<String> operations = new HashSet<>();
    private final Map<String, Set<String>> tables = new HashMap<>();
    private final Set<String> filtered = new HashSet<>();
    private boolean viaRoot;

    private PublicationCatalog(Connection connection, String name) throws SQLException {
        this.connection = connection;
        this.name = name;
        this.knowsColumns = connection.getMetaData().getDatabaseMajorVersion() >= KNOWS_COLUMNS;
    }

    /** Empty when no publication has that name. */
    static Optional<Publication> read(Connection connection, String name) throws SQLException {
        PublicationCatalog catalog = new PublicationCatalog(connection, name);
        if (!catalog.exists()) {
            return Optional.empty();
        }
        catalog.tables();
        return Optional.of(new Publication(
                name, catalog.operations, catalog.tables, catalog.filtered, catalog.viaRoot, catalog.partitioned()));
    }

    private boolean exists() throws SQLException {
        String sql =
                "SELECT pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot FROM pg_publication WHERE pubname = ?";
        try (PreparedStatement statement = named(sql);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return false;
            }
            for (int i = 0; i < OPERATIONS.size(); i++) {
                if (row.getBoolean(i + 1)) {
                    operations.add(OPERATIONS.get(i));
                }
            }
            viaRoot = row.getBoolean(OPERATIONS.size() + 1);
            return true;
        }
    }

    private void tables() throws SQLException {
        String columns = knowsColumns ? "attnames::text[], rowfilter IS NOT NULL" : "NULL::text[], false";
        String sql =
                "SELECT schemaname || '.' || tablename, " + columns + " FROM pg_publication_tables WHERE pubname = ?";
        try (PreparedStatement statement = named(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Array published = rows.getArray(2);
                tables.put(
                        rows.getString(1),
                        published == null ? Set.of() : Set.copyOf(Arrays.asList((String[]) published.getArray())));
                if (rows.getBoolean(3)) {
                    filtered.add(rows.getString(1));
                }
            }
        }
    }

    /** pg_publication_tables lists them or their partitions, depending on the publication. */
    private Map<String, String> partitioned() throws SQLException {
        String sql = """
            SELECT n.nspname, c.relname, r.oid IS NOT NULL
            FROM pg_publication p CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
            WHERE p.pubname = ? AND c.relkind = 'p' AND (p.puballtables OR r.oid IS NOT NULL %s)\
            """.formatted(
                        knowsColumns
                                ? "OR EXISTS (SELECT FROM pg_publication_namespace s WHERE s.pnpubid = p.oid AND"
                                        + " s.pnnspid = n.oid)"
                                : "");
        Map<String, String> found = new TreeMap<>();
        try (PreparedStatement statement = named(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String table = Sql.identifier(rows.getString(1)) + "." + Sql.identifier(rows.getString(2));
                found.put(
                        rows.getString(1) + "." + rows.getString(2),
                        rows.getBoolean(3)
                                ? "ALTER PUBLICATION " + Sql.identifier(name) + " DROP TABLE " + table + ";"
                                : "");
            }
        }
        return found;
    }

    private PreparedStatement named(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setString(1, name);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
