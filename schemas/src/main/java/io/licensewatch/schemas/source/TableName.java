package io.licensewatch.schemas.source;

/** A name as {@code schema.table}. */
public record TableName(String schema, String table) {
    private static final String DEFAULT_SCHEMA = "public";

    /** @param name without a dot, the schema is {@code public} */
    public static TableName parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new TableName(DEFAULT_SCHEMA, name)
                : new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    /** Whether the name has both parts, and neither is empty. */
    public static boolean isQualified(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && dot < name.length() - 1;
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
