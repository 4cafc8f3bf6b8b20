package io.licensewatch.cdc.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A fingerprint of each partitioned table: its partitions and since when it has them, the files in which they are stored, their
 * replica identities, and how the table is published. The stream does not contain DETACH, ATTACH, DROP or TRUNCATE of a
 * partition; a changed fingerprint shows it.
 *
 * <p>The catalogs are read as one statement's snapshot sees them, and nothing is locked: functions such as pg_partition_tree would
 * wait for a session that alters a partition. A partition that was detached and attached again has another {@code xmin} in pg_inherits,
 * and so has a publication in pg_publication whose options were set.
 *
 * @param tables {@code schema.table}
 */
public record PartitionTrees(String publication, List<String> tables) {
    private static final String SEPARATOR = " ";

    /** The maximum length of one number with its separator. */
    public static final int LONGEST = 25;

    /** The numbers in the order of the tables. A number is a sum, so that the order in which partitions are met does not matter. */
    private static final String NUMBERS = """
        WITH RECURSIVE watched AS (
            SELECT t.place, c.oid
            FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS t(schema, name, place)
            LEFT JOIN pg_namespace n ON n.nspname = t.schema
            LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.name),
        tree AS (
            SELECT place, NULL::oid AS parent, oid, NULL::xid AS since, false AS leaving FROM watched
            UNION ALL
            SELECT t.place, i.inhparent, i.inhrelid, i.xmin, i.inhdetachpending
            FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid),
        said AS (
            SELECT t.place, concat_ws('/', t.parent, t.oid, t.since, t.leaving,
                                      c.relkind, c.relpersistence, c.relfilenode, c.relreplident) AS what
            FROM tree t JOIN pg_class c ON c.oid = t.oid
            UNION ALL
            SELECT w.place, concat_ws('/', w.oid, p.oid, p.xmin, p.pubviaroot, r.oid)
            FROM watched w JOIN pg_publication p ON p.pubname = ?
            LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = w.oid)
        SELECT w.place, CASE WHEN w.oid IS NULL THEN '-' ELSE sum(hashtextextended(s.what, 0))::text END AS number
        FROM watched w LEFT JOIN said s ON s.place = w.place GROUP BY w.place, w.oid\
        """;

    private static final String TEXT =
            "(SELECT coalesce(string_agg(' ' || coalesce(number, '-'), '' ORDER BY place), '') FROM (" + NUMBERS
                    + ") AS x)";

    public PartitionTrees {
        tables = List.copyOf(tables);
    }

    public static PartitionTrees of(String publication, List<CapturedTable> tables) {
        return new PartitionTrees(
                publication,
                tables.stream()
                        .filter(table -> table.partitions().root())
                        .map(CapturedTable::name)
                        .sorted()
                        .toList());
    }

    /** An SQL expression: a space and a number for each table; empty text for no table. Needs {@link #set}. */
    public String expression() {
        return tables.isEmpty() ? "''" : TEXT;
    }

    /** @param from of the expression's first parameter */
    public void set(PreparedStatement statement, int from) throws SQLException {
        if (!tables.isEmpty()) {
            statement.setArray(from, names(statement.getConnection(), true));
            statement.setArray(from + 1, names(statement.getConnection(), false));
            statement.setString(from + 2, publication);
        }
    }

    private Array names(Connection connection, boolean schemas) throws SQLException {
        List<String> names = new ArrayList<>();
        for (String table : tables) {
            int dot = table.lastIndexOf('.');
            names.add(schemas ? table.substring(0, dot) : table.substring(dot + 1));
        }
        return connection.createArrayOf("text", names.toArray());
    }

    /** The current numbers, by {@code schema.table}. */
    public Map<String, String> read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + expression())) {
            set(statement, 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return parse(row.getString(1)).orElse(Map.of());
            }
        }
    }

    /** By {@code schema.table}; empty for a text that the expression did not produce. */
    public Optional<Map<String, String>> parse(String text) {
        List<String> numbers =
                text.isEmpty() ? List.of() : List.of(text.substring(1).split(SEPARATOR, -1));
        if (numbers.size() != tables.size()) {
            return Optional.empty();
        }
        Map<String, String> byTable = new TreeMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            byTable.put(tables.get(i), numbers.get(i));
        }
        return Optional.of(Collections.unmodifiableMap(byTable));
    }
}
