package io.licensewatch.cdc.source;

import java.util.Set;
import java.util.TreeSet;

/**
 * The generated columns of a table, watched or not. A snapshot reads them like others; the stream has those that are stored, from
 * Postgres 18 on, where the publication says so.
 *
 * @param stored their names
 * @param virtual those that are computed on read, which no publication carries
 * @param published whether the stream has the stored ones
 */
public record GeneratedColumns(Set<String> stored, Set<String> virtual, boolean published) {
    public static final GeneratedColumns NONE = new GeneratedColumns(Set.of(), Set.of(), false);

    /** The first version that publishes generated columns, and that refuses changes whose old row has unpublished ones. */
    public static final int FIRST_PUBLISHER = 180000;

    public GeneratedColumns {
        stored = Set.copyOf(stored);
        virtual = Set.copyOf(virtual);
    }

    Set<String> names() {
        Set<String> all = new TreeSet<>(stored);
        all.addAll(virtual);
        return all;
    }

    /** Whether the stream lacks the column. */
    boolean lacks(String column) {
        return virtual.contains(column) || (!published && stored.contains(column));
    }
}
