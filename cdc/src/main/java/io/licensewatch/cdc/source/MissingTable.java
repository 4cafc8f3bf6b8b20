package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A watched table that cannot be watched.
 *
 * @param schema the searched schema
 * @param found what was found instead, for a person: nothing, or a relation whose changes Postgres does not log
 * @param remedy how to make it a table that can be watched; empty if unknown
 */
public record MissingTable(SourceTable table, String schema, String found, String remedy) {
    /** Searches its own schema first, then others: one of these may be meant. */
    private static final String SQL = """
        SELECT n.nspname, c.relkind::text, c.relpersistence::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        ORDER BY n.nspname <> ?, n.nspname LIMIT 1\
        """;

    public static MissingTable absent(SourceTable table, String schema) {
        return new MissingTable(table, schema, "does not exist", "");
    }

    /** {@code schema.table}. */
    public String name() {
        return schema + "." + table.tableName();
    }

    /** Whether nothing of that name exists. */
    public boolean isAbsent() {
        return equals(absent(table, schema));
    }

    static MissingTable find(Connection connection, SourceTable table, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, table.tableName());
            statement.setString(2, schema);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? of(table, schema, row.getString(1), row.getString(2), row.getString(3))
                        : absent(table, schema);
            }
        }
    }

    private static MissingTable of(SourceTable table, String schema, String found, String kind, String persistence) {
        if (!schema.equals(found)) {
            return new MissingTable(
                    table,
                    schema,
                    "does not exist in schema " + schema + ", but in " + found,
                    "if that is the one: " + SourceSchemas.setting(table) + "=" + found);
        }
        String what = kindName(kind);
        if (what != null) {
            return new MissingTable(
                    table,
                    schema,
                    "is a " + what + ", whose changes are not in the WAL",
                    "make it a table, or watch another database");
        }
        if (persistence.equals("u")) {
            return new MissingTable(
                    table,
                    schema,
                    "is unlogged, so its changes are not in the WAL",
                    kind.equals("p")
                            ? "create it again without UNLOGGED: Postgres does not change that of a partitioned table"
                            : "ALTER TABLE " + Sql.table(schema, table) + " SET LOGGED;");
        }
        return new MissingTable(table, schema, "has none of the columns that are watched", "");
    }

    private static @Nullable String kindName(String kind) {
        return switch (kind) {
            case "v" -> "view";
            case "m" -> "materialized view";
            case "f" -> "foreign table";
            default -> null;
        };
    }
}
