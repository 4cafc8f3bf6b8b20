package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quoting, and the statements that the preflight and the preparation have in common. */
public final class Sql {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final String VIA_ROOT = "publish_via_partition_root = true";

    private Sql() {}

    /** Quoted, and on one line: characters that cannot be printed are escaped. */
    public static String identifier(String name) {
        if (name.codePoints().allMatch(Printable::is)) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }
        StringBuilder text = new StringBuilder("U&\"");
        name.codePoints().forEach(character -> {
            if (!Printable.is(character)) {
                text.append(String.format(Locale.ROOT, "\\+%06X", character));
            } else if (character == '"' || character == '\\') {
                text.appendCodePoint(character).appendCodePoint(character);
            } else {
                text.appendCodePoint(character);
            }
        });
        return text.append('"').toString();
    }

    /** Quoted, likewise; a backslash does not depend on standard_conforming_strings. */
    public static String literal(String text) {
        String quoted = text.replace("'", "''");
        if (!text.contains("\\") && text.codePoints().allMatch(Printable::is)) {
            return "'" + quoted + "'";
        }
        StringBuilder escaped = new StringBuilder("E'");
        quoted.replace("\\", "\\\\").codePoints().forEach(character -> {
            if (Printable.is(character)) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\U%08X", character));
            }
        });
        return escaped.append('\'').toString();
    }

    /** Without quotes where they are not needed: all names of watched tables are plain. */
    public static String table(String schema, SourceTable table) {
        return schemaName(schema) + "." + table.tableName();
    }

    /** Without quotes where they are not needed. */
    public static String schemaName(String schema) {
        return PLAIN.matcher(schema).matches() ? schema : identifier(schema);
    }

    public static String tables(Collection<CapturedTable> tables) {
        return tables.stream().map(CapturedTable::sqlName).collect(Collectors.joining(", "));
    }

    public static String createPublication(String name, Collection<CapturedTable> tables) {
        return "CREATE PUBLICATION " + identifier(name) + " FOR TABLE " + tables(tables)
                + (tables.stream().anyMatch(table -> table.partitions().root()) ? " WITH (" + VIA_ROOT + ");" : ";");
    }

    public static String addToPublication(String name, Collection<CapturedTable> tables) {
        return "ALTER PUBLICATION " + identifier(name) + " ADD TABLE " + tables(tables) + ";";
    }

    public static String publishEverything(String name) {
        return "ALTER PUBLICATION " + identifier(name) + " SET (publish = 'insert, update, delete, truncate');";
    }

    public static String publishViaRoot(String name) {
        return "ALTER PUBLICATION " + identifier(name) + " SET (" + VIA_ROOT + ");";
    }

    /** From Postgres 18 on. */
    public static String publishGenerated(String publication) {
        return "ALTER PUBLICATION " + identifier(publication) + " SET (publish_generated_columns = stored);";
    }

    /**
     * Created and validated in two steps, so that no session waits while a large table is scanned; a partitioned table does not
     * support that before Postgres 18.
     *
     * @param column refers to ids of the other table
     */
    public static String foreignKey(CapturedTable table, String column, CapturedTable refersTo) {
        String alter = "ALTER TABLE " + table.sqlName() + " ";
        String key = "FOREIGN KEY (" + column + ") REFERENCES " + refersTo.sqlName() + " (id)";
        String name = table.table().tableName() + "_" + column + "_fkey";
        return !table.partitions().root()
                ? alter + "ADD CONSTRAINT " + name + " " + key + " NOT VALID; " + alter + "VALIDATE CONSTRAINT " + name
                        + ";"
                : alter + "ADD " + key + ";";
    }

    public static String fullIdentity(CapturedTable table) {
        return "ALTER TABLE " + table.sqlName() + " REPLICA IDENTITY FULL;";
    }

    public static String fullIdentity(Partitions.Leaf leaf) {
        return "ALTER TABLE " + leaf.quoted() + " REPLICA IDENTITY FULL;";
    }

    /** For a table without a primary key. */
    public static String primaryKey(CapturedTable table) {
        String key = table.columns().contains("id")
                ? "ADD PRIMARY KEY (id)"
                : "ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
        return "ALTER TABLE " + table.sqlName() + " " + key + ";";
    }

    public static String grantSelect(CapturedTable table, String role) {
        String columns = table.columns().stream().map(Sql::identifier).collect(Collectors.joining(", "));
        return "GRANT SELECT (" + columns + ") ON " + table.sqlName() + " TO " + identifier(role) + ";";
    }

    public static String seeAllRows(String role) {
        return "ALTER ROLE " + identifier(role) + " BYPASSRLS;";
    }

    public static String policy(CapturedTable table, String role) {
        return "CREATE POLICY licensewatch ON " + table.sqlName() + " FOR SELECT TO " + identifier(role)
                + " USING (true);";
    }
}
