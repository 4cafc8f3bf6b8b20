package io.licensewatch.cdc.source;

import java.util.List;

/**
 * What identifies a row of a table.
 *
 * @param columns in the key's own order; of a table without a key, every captured column
 * @param object the oid of the constraint, or of the index if there is none; it changes when the key was dropped and recreated,
 *     since rows may have been equal in between
 * @param deferrable whether rows may share a key until their transaction commits; Postgres identifies no row by such a key
 * @param logged whether replica identity names the key's own index
 */
public record RowKey(Kind kind, List<String> columns, long object, boolean deferrable, boolean logged) {
    public RowKey {
        columns = List.copyOf(columns);
    }

    /** The origin of the key. */
    public enum Kind {
        PRIMARY,
        /** A unique index that could be a primary key: of the whole table, immediate, of plain columns that are NOT NULL. */
        UNIQUE,
        /** Rows cannot be identified. */
        NONE
    }

    /** A usual primary key. */
    public static RowKey primary(String... columns) {
        return new RowKey(Kind.PRIMARY, List.of(columns), 0, false, false);
    }

    public static RowKey none(List<String> columns) {
        return new RowKey(Kind.NONE, columns, 0, false, false);
    }

    /** Without what is logged of old rows, which does not depend on the key. */
    boolean isSameAs(RowKey other) {
        return kind == other.kind
                && object == other.object
                && deferrable == other.deferrable
                && columns.equals(other.columns);
    }

    /** Whether replica identity DEFAULT logs it. */
    boolean isDefaultIdentity() {
        return kind == Kind.PRIMARY && !deferrable;
    }
}
