package io.licensewatch.cdc.source;

import java.util.Map;
import java.util.Set;

/**
 * A publication as it is.
 *
 * @param publishes which of insert, update, delete and truncate it carries
 * @param tables the published tables ({@code schema.table}), each with the columns that are published
 * @param filtered the tables of which only some rows are published
 */
public record Publication(String name, Set<String> publishes, Map<String, Set<String>> tables, Set<String> filtered) {
    public Publication {
        publishes = Set.copyOf(publishes);
        tables = Map.copyOf(tables);
        filtered = Set.copyOf(filtered);
    }
}
