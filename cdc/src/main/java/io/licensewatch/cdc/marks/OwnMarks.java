package io.licensewatch.cdc.marks;

import java.util.Map;

/** Recognises the marks that this run wrote. */
@FunctionalInterface
public interface OwnMarks {
    /** Whether this run wrote it: other instances, other clients and former runs do not know its origin. */
    boolean isOurs(String mark);

    /** The partitions of tables that a mark of this run carries, by {@code schema.table}. */
    default Map<String, String> partitions(String mark) {
        return Map.of();
    }
}
