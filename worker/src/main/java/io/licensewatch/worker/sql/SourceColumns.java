package io.licensewatch.worker.sql;

import io.licensewatch.cdc.source.Caseless;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.cdc.source.Sql;
import io.licensewatch.cdc.source.TableKeys;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The existing watched tables with all their columns, for which the functions are generated. Names have no schema, except for
 * {@code auth.users}.
 *
 * @param schemas where they are
 * @param tables by name
 * @param lowered {@code table.column} of the codes that SQL compares without case; in the functions only operators of pg_catalog
 *     are visible, which compare with case
 */
record SourceColumns(SourceSchemas schemas, Map<String, Table> tables, Set<String> lowered) {
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, -1), a.attgenerated <> '' FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    SourceColumns {
        tables = Map.copyOf(tables);
        lowered = Set.copyOf(lowered);
    }

    /**
     * @param columns types by name: as declared, and as in pg_type, without domains
     * @param key the columns that identify a row, in the order in which cdc writes them
     */
    record Table(Map<String, Type> columns, List<String> key) {
        Table {
            columns = Map.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    record Type(String written, String base) {}

    /** @param connection with search_path pg_catalog, so that other types are written with their schema */
    static SourceColumns read(Connection connection, SourceSchemas schemas) throws SQLException {
        Map<String, Table> found = new TreeMap<>();
        Map<SourceTable, ColumnTypes> types = new EnumMap<>(SourceTable.class);
        for (SourceTable table : SourceTable.values()) {
            Optional<String> oid = oid(connection, table, schemas);
            if (oid.isPresent()) {
                ColumnTypes all = ColumnTypes.read(connection, Sql.table(schemas.of(table), table));
                found.put(name(table), table(connection, oid.get(), table, all));
                types.put(table, all.of(table.columns()));
            }
        }
        Set<String> lowered = new HashSet<>();
        Caseless.lowered(types)
                .forEach((table, columns) -> columns.forEach(column -> lowered.add(name(table) + "." + column)));
        return new SourceColumns(schemas, found, lowered);
    }

    /** @param column {@code table.column} */
    boolean isLowered(String column) {
        return lowered.contains(column);
    }

    /** The table's schema in this database. */
    String schema(String table) {
        return table.contains(".") ? schemas.users() : schemas.tables();
    }

    static String name(SourceTable table) {
        return table.schema().equals("public") ? table.tableName() : table.qualifiedName();
    }

    private static Optional<String> oid(Connection connection, SourceTable table, SourceSchemas schemas)
            throws SQLException {
        String sql = """
                SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname = ? AND c.relname = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schemas.of(table));
            statement.setString(2, table.tableName());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static Table table(Connection connection, String oid, SourceTable table, ColumnTypes types)
            throws SQLException {
        Map<String, Type> columns = new TreeMap<>();
        List<String> captured = new ArrayList<>();
        Set<String> streamed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String column = rows.getString(1);
                    columns.put(column, new Type(rows.getString(2), types.base(column)));
                    if (table.columns().contains(column)) {
                        captured.add(column);
                        if (!rows.getBoolean(3)) {
                            streamed.add(column);
                        }
                    }
                }
            }
        }
        RowKey key = new TableKeys(connection).of(Long.parseLong(oid), captured, streamed::contains);
        return new Table(columns, key.columns());
    }

    Optional<Type> type(String table, String column) {
        return Optional.ofNullable(tables.get(table))
                .map(found -> found.columns().get(column));
    }

    /** @param column {@code table.column} */
    Optional<Type> type(String column) {
        int dot = column.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : type(column.substring(0, dot), column.substring(dot + 1));
    }

    /**
     * Whether all of {@code table}, {@code table.column} or {@code table.column:type} exist; or do not exist, with a {@code !}
     * before.
     */
    boolean meet(String conditions) {
        return Arrays.stream(conditions.trim().split("\\s+")).allMatch(this::meetsOne);
    }

    /** One of several alternatives, separated by {@code |}, is enough. */
    private boolean meetsOne(String condition) {
        return Arrays.stream(condition.split("\\|"))
                .anyMatch(one -> one.startsWith("!") ? !exists(one.substring(1)) : exists(one));
    }

    private boolean exists(String what) {
        String[] parts = what.split(":", 2);
        if (tables.containsKey(parts[0])) {
            return true;
        }
        return type(parts[0])
                .filter(type -> parts.length == 1 || type.base().equals(parts[1]))
                .isPresent();
    }
}
