package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.ColumnForm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The types of columns of a table.
 *
 * @param byColumn those of existing columns
 * @param lowered columns whose values are written in lower case, since SQL compares them case-insensitively; see {@link Caseless}
 */
public record ColumnTypes(Map<String, Type> byColumn, Set<String> lowered) {
    public static final ColumnTypes NONE = new ColumnTypes(Map.of(), Set.of());

    /** Resolves domains to their base types, also those of an array's elements. */
    private static final String FIND = """
            WITH RECURSIVE base AS (
                SELECT a.attname, a.atttypid AS declared, a.atttypid AS oid, a.attnum FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = ?::text::regclass AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.attname, b.declared, t.typbasetype, b.attnum
                FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.oid WHERE t.typtype = 'd')
            SELECT b.attname::text, pg_catalog.format_type(b.declared, NULL),
                   CASE WHEN t.typtype = 'e' THEN 'enum'
                        WHEN e.typtype = 'e' THEN 'enum[]'
                        WHEN e.oid IS NOT NULL THEN e.typname || '[]'
                        ELSE t.typname::text END,
                   b.declared <> b.oid
            FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.oid
            LEFT JOIN pg_catalog.pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
            WHERE t.typtype <> 'd' ORDER BY b.attnum""";

    private static final Set<String> WITHOUT_LETTERS = Set.of("uuid", "int2", "int4", "int8", "numeric");

    public ColumnTypes {
        byColumn = Map.copyOf(byColumn);
        lowered = Set.copyOf(lowered);
    }

    /**
     * A column's type.
     *
     * @param declared as Postgres prints it
     * @param base as {@code pg_type} names it, without the domains over it
     * @param domain whether it is a domain
     */
    public record Type(String declared, String base, boolean domain) {
        /** Whether two values may differ in case only. */
        boolean hasCase() {
            return !WITHOUT_LETTERS.contains(base);
        }

        public boolean isCaseless() {
            return base.equals("citext");
        }
    }

    /** @param table as statements name it */
    public static ColumnTypes read(Connection connection, String table) throws SQLException {
        Map<String, Type> types = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), new Type(rows.getString(2), rows.getString(3), rows.getBoolean(4)));
                }
            }
        }
        return new ColumnTypes(types, Set.of());
    }

    /** The types of these columns, without columns that do not exist. */
    public ColumnTypes of(Collection<String> columns) {
        Map<String, Type> types = new TreeMap<>(byColumn);
        types.keySet().retainAll(columns);
        return new ColumnTypes(types, lowered);
    }

    /** As {@code pg_type} names it, without domains; empty text for no such column. */
    public String base(String column) {
        Type type = byColumn.get(column);
        return type == null ? "" : type.base();
    }

    /** The columns that SQL compares case-insensitively. */
    Set<String> caseless() {
        Set<String> names = new TreeSet<>();
        byColumn.forEach((column, type) -> {
            if (type.isCaseless()) {
                names.add(column);
            }
        });
        return names;
    }

    ColumnTypes lower(Set<String> columns) {
        return new ColumnTypes(byColumn, columns);
    }

    /**
     * How values of some columns are written differently from Postgres, sorted. The rows in a topic depend on it.
     *
     * @param key columns of it
     * @param zone of timestamps without a time zone
     */
    public String writing(Collection<String> key, String zone) {
        Map<String, String> ways = new TreeMap<>();
        byColumn.forEach((column, type) -> {
            ColumnForm form = ColumnForm.of(column);
            switch (type.base()) {
                case "bpchar", "bpchar[]" -> ways.put(column, "without padding");
                case "numeric" -> {
                    if (form == ColumnForm.ID) {
                        ways.put(column, "without trailing zeros");
                    }
                }
                case "timestamp", "timestamptz" -> {
                    if (key.contains(column)) {
                        ways.put(column, "in microseconds");
                    }
                    if (type.base().equals("timestamp")) {
                        inZone(ways, column, zone);
                    }
                }
                case "date" -> {
                    if (type.domain()) {
                        ways.put(column, "as a date");
                    }
                    if (form == ColumnForm.INSTANT) {
                        inZone(ways, column, zone);
                    }
                }
                default -> {}
            }
        });
        lowered.forEach(column -> ways.put(column, "in lower case"));
        return ways.entrySet().stream()
                .map(way -> way.getKey() + " " + way.getValue())
                .collect(Collectors.joining(", "));
    }

    /** UTC is the default. */
    private static void inZone(Map<String, String> ways, String column, String zone) {
        if (!zone.equals("UTC")) {
            ways.put(column, "in " + zone);
        }
    }
}
