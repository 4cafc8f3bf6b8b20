package io.licensewatch.workload;

import org.jspecify.annotations.Nullable;

/**
 * One row written.
 *
 * @param table as Postgres finds it: without a schema it is in {@code public}
 * @param before null for an insert
 * @param after null for a delete
 */
public record Write(
        String table, @Nullable Row before, @Nullable Row after) {
    public Row row() {
        Row row = after == null ? before : after;
        if (row == null) {
            throw new IllegalStateException("a write of nothing");
        }
        return row;
    }
}
