package io.licensewatch.schemas.source;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row change as cdc publishes it: Debezium's envelope, reduced to what licensewatch reads.
 *
 * <p>Column values are JSON values: String, Boolean, Long, Double, List of these, or null. A {@code date} is a Long of days since
 * 1970-01-01, a {@code timestamptz} an ISO-8601 string, both {@code "infinity"} or {@code "-infinity"} where Postgres says so. A
 * column that the table does not have is missing from the map.
 *
 * @param key the row's primary key as JSON, the record key
 * @param before the old row of a delete, and null for truncates; if there is an {@code after}, a reader may skip it, and then it
 *     is null
 * @param after the new row; null for deletes and truncates
 * @param txId Postgres' transaction id; null in a snapshot
 * @param committedAt the transaction's commit time; the snapshot's start time for snapshot rows
 * @param command id of the command that the transaction executed; null if the transaction named none
 */
public record RowChange(
        String schema,
        String table,
        String key,
        Op op,
        @Nullable Map<String, @Nullable Object> before,
        @Nullable Map<String, @Nullable Object> after,
        SourcePosition position,
        @Nullable Long txId,
        Instant committedAt,
        @Nullable String command) {

    public RowChange {
        before = fixed(before);
        after = fixed(after);
        if (op.hasAfter() != (after != null)) {
            throw new IllegalArgumentException("op '" + op.code() + "' of " + schema + "." + table
                    + (after == null ? " without" : " with") + " a row after it");
        }
    }

    /** Values may be null. */
    private static @Nullable Map<String, @Nullable Object> fixed(@Nullable Map<String, @Nullable Object> row) {
        return row == null || row instanceof RowValues ? row : Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }

    /**
     * Whether an incremental snapshot read the row. Its position is the one at which reading began, so it may follow changes of
     * other rows with later positions.
     */
    public boolean isIncremental() {
        return op == Op.READ && position.previousCommit() != 0;
    }

    public RowPlace place() {
        return new RowPlace(schema, table, position, isIncremental());
    }

    /** Debezium's operations. */
    public enum Op {
        CREATE("c"),
        UPDATE("u"),
        DELETE("d"),
        /** A row that a snapshot read. */
        READ("r"),
        TRUNCATE("t");

        private final String code;

        Op(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public boolean hasAfter() {
            return this == CREATE || this == UPDATE || this == READ;
        }

        public static Op of(String code) {
            for (Op op : values()) {
                if (op.code.equals(code)) {
                    return op;
                }
            }
            throw new IllegalArgumentException("unknown op '" + code + "'");
        }
    }
}
