package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Enum types without values, which Postgres allows, and domains over enums, which have none of their own. Debezium reads all types
 * of the database when it starts, whether a watched table uses them or not, and fails at each of these.
 */
final class EmptyEnums {
    private static final String FIND = """
            SELECT n.nspname, t.typname, t.typtype = 'd' FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typcategory = 'E' AND NOT EXISTS (SELECT FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
            ORDER BY 1, 2""";

    private EmptyEnums() {}

    /** One failure per type. */
    static List<CheckResult> find(Connection connection) throws SQLException {
        List<CheckResult> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FIND)) {
            while (rows.next()) {
                found.add(checkResult(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
            }
        }
        return found;
    }

    static CheckResult checkResult(String schema, String name, boolean domain) {
        String type = Sql.identifier(schema) + "." + Sql.identifier(name);
        if (domain) {
            return CheckResult.type(
                    schema + "." + name,
                    "is a domain over an enum: the engine fails at its start when there is one, used or not",
                    "give its columns the enum itself as their type, with constraints of their own, and then: DROP DOMAIN "
                            + type + ";");
        }
        return CheckResult.type(
                schema + "." + name,
                "is an enum without values: the engine fails at its start when there is one, used or not",
                "ALTER TYPE " + type + " ADD VALUE 'none';  or, when nothing uses it: DROP TYPE " + type + ";");
    }
}
