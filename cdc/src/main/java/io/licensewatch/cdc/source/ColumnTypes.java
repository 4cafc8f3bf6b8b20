package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.ColumnForm;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.source.WatchedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The types of the watched columns, held against those that can be read. */
final class ColumnTypes {
    /** Down to what the domains are made over, of an array's elements likewise: an array of a domain has no type that is read. */
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
                        ELSE t.typname::text END
            FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.oid
            LEFT JOIN pg_catalog.pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
            WHERE t.typtype <> 'd' ORDER BY b.attnum""";

    private ColumnTypes() {}

    /**
     * A column's type.
     *
     * @param declared as Postgres prints it
     * @param base as {@code pg_type} names it, without the domains over it
     */
    record Type(String declared, String base) {}

    /** A failure or a note for each column whose values will not be understood. */
    static List<Finding> find(Connection connection, List<CapturedTable> tables) throws SQLException {
        List<Finding> found = new ArrayList<>();
        for (CapturedTable table : tables) {
            of(connection, table.table()).forEach((column, type) -> {
                if (table.table().columns().contains(column)) {
                    judge(WatchedColumn.of(table.table(), column), type, found);
                }
            });
        }
        return found;
    }

    private static Map<String, Type> of(Connection connection, SourceTable table) throws SQLException {
        Map<String, Type> types = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, Sql.table(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), new Type(rows.getString(2), rows.getString(3)));
                }
            }
        }
        return types;
    }

    static void judge(WatchedColumn column, Type type, List<Finding> found) {
        String check = "column " + column.table().qualifiedName() + "." + column.name();
        if (column.form().types().contains(type.base())) {
            if (column.form() == ColumnForm.ID && type.base().equals("citext")) {
                found.add(Finding.note(
                        check,
                        "is a " + type.declared()
                                + ", and is compared letter by letter: ids and codes that differ only in"
                                + " case are different ones here"));
            }
            return;
        }
        String detail = "is a " + type.declared() + ", and can be read only as "
                + String.join(", ", column.form().types());
        if (column.needed()) {
            found.add(Finding.fail(
                    check,
                    detail + ": every row of the table would be a dead letter",
                    "change its type (docs/source.md has what each means), or leave the table out:"
                            + " licensewatch.cdc.exclude-tables"));
        } else {
            found.add(Finding.note(check, detail + "; it only describes: rows are taken without it"));
        }
    }
}
