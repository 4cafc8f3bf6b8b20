package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A watched table as it is in this database.
 *
 * @param schema its schema
 * @param columns the captured columns in the table's own order: those of the allow-list that exist, and the key's
 * @param key what identifies a row
 * @param generated columns whose values Postgres computes
 * @param types of the captured columns
 * @param replicaIdentity what Postgres logs of the old row
 * @param rowSecurity whether row-level security is enabled
 * @param rowsHidden whether it may hide rows from the current role
 * @param readable whether the current role may select every captured column
 * @param partitions its partitions
 * @param foreignKey oid of the foreign key that refers to the table's rows, for a table with {@link SourceTable#heldBy()}; 0 for
 *     none
 */
public record CapturedTable(
        SourceTable table,
        String schema,
        List<String> columns,
        RowKey key,
        GeneratedColumns generated,
        ColumnTypes types,
        ReplicaIdentity replicaIdentity,
        boolean rowSecurity,
        boolean rowsHidden,
        boolean readable,
        Partitions partitions,
        long foreignKey) {
    public CapturedTable {
        columns = List.copyOf(columns);
        if (key.columns().isEmpty()) {
            throw new IllegalArgumentException(table.qualifiedName() + " has no column that is captured");
        }
    }

    /** A table without partitions, to which no foreign key refers. */
    public CapturedTable(
            SourceTable table,
            String schema,
            List<String> columns,
            RowKey key,
            GeneratedColumns generated,
            ColumnTypes types,
            ReplicaIdentity replicaIdentity,
            boolean rowSecurity,
            boolean rowsHidden,
            boolean readable) {
        this(
                table,
                schema,
                columns,
                key,
                generated,
                types,
                replicaIdentity,
                rowSecurity,
                rowsHidden,
                readable,
                Partitions.NONE,
                0);
    }

    /** A table in the default schema, without generated columns and partitions, and without types that need a conversion. */
    public CapturedTable(
            SourceTable table,
            List<String> columns,
            RowKey key,
            ReplicaIdentity replicaIdentity,
            boolean rowSecurity,
            boolean rowsHidden,
            boolean readable) {
        this(
                table,
                table.schema(),
                columns,
                key,
                GeneratedColumns.NONE,
                ColumnTypes.NONE,
                replicaIdentity,
                rowSecurity,
                rowsHidden,
                readable);
    }

    /** Watched columns, existing or not, without those that the stream lacks. */
    List<String> mayBeCaptured() {
        return table.columns().stream()
                .filter(column -> !generated.lacks(column))
                .toList();
    }

    /** The watched columns that SQL compares case-insensitively. */
    Set<String> caseless() {
        Set<String> caseless = types.caseless();
        caseless.retainAll(table.columns());
        return caseless;
    }

    CapturedTable lower(Set<String> values) {
        return new CapturedTable(
                table,
                schema,
                columns,
                key,
                generated,
                types.lower(values),
                replicaIdentity,
                rowSecurity,
                rowsHidden,
                readable,
                partitions,
                foreignKey);
    }

    /** {@code schema.table}, as Debezium and Postgres' catalog name it. */
    public String name() {
        return schema + "." + table.tableName();
    }

    /** The same in a statement, with quotes where they are needed. */
    public String sqlName() {
        return Sql.table(schema, table);
    }

    /** The columns that would be captured if the stream had them, sorted; a snapshot leaves them out too. */
    public List<String> lacking() {
        return Stream.concat(table.columns().stream(), key.columns().stream())
                .filter(generated::lacks)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether every referenced row is guaranteed to exist. */
    public boolean isEnforced() {
        return foreignKey != 0;
    }

    public List<String> keyColumns() {
        return key.columns();
    }

    /**
     * Whether the whole old row must be logged: a delete needs its tenant, and its row if Postgres does not log the key. A deferrable
     * key may identify two rows within a transaction.
     */
    public boolean needsFullIdentity() {
        return table.hasTenant() || !key.isDefaultIdentity();
    }

    /** Whether the table's own replica identity logs enough of old rows; each partition has a replica identity of its own. */
    public boolean logsEnough() {
        return switch (replicaIdentity) {
            case FULL -> true;
            case DEFAULT -> !needsFullIdentity();
            case INDEX -> !needsFullIdentity() && key.logged();
            case NOTHING -> false;
        };
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
