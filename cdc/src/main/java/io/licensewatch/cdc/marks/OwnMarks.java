package io.licensewatch.cdc.marks;

import java.util.Map;

/** Knows the marks that this run has written. */
@FunctionalInterface
public interface OwnMarks {
    /** Whether this run has written it: another instance or a stranger cannot know its origin, nor did a former run. */
    boolean isOurs(String mark);

    /** What one of ours says of the partitions of tables, by {@code schema.table}. */
    default Map<String, String> partitions(String mark) {
        return Map.of();
    }
}
