package io.licensewatch.cdc.source;

import java.util.List;

/**
 * What identifies a row of a table.
 *
 * @param columns in the key's own order; of a table without a key, every captured column
 * @param object the number that Postgres gave to the constraint, or to the index where there is none; another one when the key
 *     was dropped and made again, since rows may have been equal in between
 * @param deferrable whether rows may share a key until their transaction commits; Postgres identifies no row by such a key
 * @param logged whether replica identity names the key's own index
 */
public record RowKey(Kind kind, List<String> columns, long object, boolean deferrable, boolean logged) {
    public RowKey {
        columns = List.copyOf(columns);
    }

    /** Where the key is from. */
    public enum Kind {
        PRIMARY,
        /** A unique index that could be a primary key: of the whole table, immediate, of plain columns that are NOT NULL. */
        UNIQUE,
        /** Rows cannot be told apart. */
        NONE
    }

    /** A primary key as most are. */
    public static RowKey primary(String... columns) {
        return new RowKey(Kind.PRIMARY, List.of(columns), 0, false, false);
    }

    public static RowKey none(List<String> columns) {
        return new RowKey(Kind.NONE, columns, 0, false, false);
    }

    /** Whatever is logged of old rows, which is no matter of the key. */
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
