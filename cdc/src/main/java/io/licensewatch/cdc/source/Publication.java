package io.licensewatch.cdc.source;

import java.util.Map;
import java.util.Set;

/**
 * A publication.
 *
 * @param publishes which of insert, update, delete and truncate it carries
 * @param tables the published tables ({@code schema.table}), each with the columns that are published; without {@code viaRoot},
 *     partitions and not what they are partitions of
 * @param filtered the tables of which only some rows are published
 * @param viaRoot whether changes of partitions are published under the name of the partitioned table
 * @param partitioned the partitioned tables that belong to it, each with the statement that removes it; empty where none can
 */
public record Publication(
        String name,
        Set<String> publishes,
        Map<String, Set<String>> tables,
        Set<String> filtered,
        boolean viaRoot,
        Map<String, String> partitioned) {
    public Publication {
        publishes = Set.copyOf(publishes);
        tables = Map.copyOf(tables);
        filtered = Set.copyOf(filtered);
        partitioned = Map.copyOf(partitioned);
    }

    /** A publication without partitioned tables. */
    public Publication(String name, Set<String> publishes, Map<String, Set<String>> tables, Set<String> filtered) {
        this(name, publishes, tables, filtered, false, Map.of());
    }

    /** Whether the table belongs to it, under whatever name its changes are published. */
    public boolean has(CapturedTable table) {
        return tables.containsKey(table.name())
                || partitioned.containsKey(table.name())
                || table.partitions().isHiddenIn(this);
    }
}
