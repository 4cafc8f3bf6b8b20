package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The schemas of the watched tables in this database. Topics and their records name a table by {@link SourceTable}, whatever its
 * schema is: readers need not know it.
 *
 * @param tables the schema of all tables except {@code users}
 * @param users the schema of the table {@code users}
 */
public record SourceSchemas(String tables, String users) {
    /** A dot separates schema and table in many names. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

    public static final SourceSchemas DEFAULT =
            new SourceSchemas(SourceTable.TENANTS.schema(), SourceTable.AUTH_USERS.schema());

    public static final String TABLES_SETTING = "licensewatch.postgres.schema";
    public static final String USERS_SETTING = "licensewatch.postgres.users-schema";

    public SourceSchemas {
        if (!NAME.matcher(tables).matches() || !NAME.matcher(users).matches()) {
            throw new IllegalArgumentException("no name of a schema: " + tables + ", " + users);
        }
    }

    public String of(SourceTable table) {
        return table == SourceTable.AUTH_USERS ? users : tables;
    }

    /** The setting with the table's schema. */
    static String setting(SourceTable table) {
        return table == SourceTable.AUTH_USERS ? USERS_SETTING : TABLES_SETTING;
    }

    /** {@code schema.table}, as Debezium and Postgres' catalog name it. */
    public String name(SourceTable table) {
        return of(table) + "." + table.tableName();
    }

    /** @param name {@code schema.table} of this database */
    public Optional<SourceTable> table(String name) {
        return Arrays.stream(SourceTable.values())
                .filter(table -> name(table).equals(name))
                .findFirst();
    }
}
