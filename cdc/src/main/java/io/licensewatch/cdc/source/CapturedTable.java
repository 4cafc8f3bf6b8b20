package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.util.List;

/**
 * A watched table as it stands in this database.
 *
 * @param columns the captured columns in the table's own order: those of the allow-list that exist, and the key's
 * @param keyColumns what identifies a row: the primary key, or every captured column of a table that has none
 * @param hasPrimaryKey whether {@code keyColumns} is a primary key; without one, equal rows count as one
 * @param keyDeferred whether the primary key is DEFERRABLE: within a statement or transaction two rows may have the same
 * @param replicaIdentity what Postgres logs of the old row
 * @param rowSecurity whether row-level security is enabled
 * @param rowsHidden whether it may hide rows from the current role
 * @param readable whether the current role may select every captured column
 */
public record CapturedTable(
        SourceTable table,
        List<String> columns,
        List<String> keyColumns,
        boolean hasPrimaryKey,
        boolean keyDeferred,
        ReplicaIdentity replicaIdentity,
        boolean rowSecurity,
        boolean rowsHidden,
        boolean readable) {
    public CapturedTable {
        columns = List.copyOf(columns);
        keyColumns = List.copyOf(keyColumns);
        if (keyColumns.isEmpty()) {
            throw new IllegalArgumentException(table.qualifiedName() + " has no column that is captured");
        }
    }

    /** One whose key is checked with each row. */
    public CapturedTable(
            SourceTable table,
            List<String> columns,
            List<String> keyColumns,
            boolean hasPrimaryKey,
            ReplicaIdentity replicaIdentity,
            boolean rowSecurity,
            boolean rowsHidden,
            boolean readable) {
        this(table, columns, keyColumns, hasPrimaryKey, false, replicaIdentity, rowSecurity, rowsHidden, readable);
    }

    public String name() {
        return table.qualifiedName();
    }

    /**
     * Whether the whole old row must be logged: a delete has to name its tenant, and without a primary key it has to name
     * the row. A key that is deferred is no identity to Postgres, and does not say which of two rows has gone.
     */
    public boolean needsFullIdentity() {
        return table.hasTenant() || !hasPrimaryKey || keyDeferred;
    }

    /** What Postgres logs of a row before an update or delete ({@code pg_class.relreplident}). */
    public enum ReplicaIdentity {
        DEFAULT("d"),
        NOTHING("n"),
        FULL("f"),
        INDEX("i");

        private final String code;

        ReplicaIdentity(String code) {
            this.code = code;
        }

        static ReplicaIdentity of(String code) {
            for (ReplicaIdentity identity : values()) {
                if (identity.code.equals(code)) {
                    return identity;
                }
            }
            throw new IllegalArgumentException("unknown relreplident '" + code + "'");
        }
    }
}
