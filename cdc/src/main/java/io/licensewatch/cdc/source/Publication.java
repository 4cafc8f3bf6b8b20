package io.licensewatch.cdc.source;

import java.util.Map;
import java.util.Set;

/**
 * A publication as it is.
 *
 * @param publishes which of insert, update, delete and truncate it carries
 * @param tables the published tables ({@code schema.table}), each with the columns that are published; without {@code viaRoot},
 *     partitions and not what they are partitions of
 * @param filtered the tables of which only some rows are published
 * @param viaRoot whether changes of partitions come under the name of the partitioned table
 * @param partitioned the partitioned tables that belong to it, each with the statement that takes it out; empty where none can
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

    /** One without partitioned tables. */
    public Publication(String name, Set<String> publishes, Map<String, Set<String>> tables, Set<String> filtered) {
        this(name, publishes, tables, filtered, false, Map.of());
    }

    /** Whether the table is of no use to be added: it belongs to it, under whatever name its changes come. */
    public boolean has(CapturedTable table) {
        return tables.containsKey(table.name())
                || partitioned.containsKey(table.name())
                || table.partitions().isHiddenIn(this);
    }
}
