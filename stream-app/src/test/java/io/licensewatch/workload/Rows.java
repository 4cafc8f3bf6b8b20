package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the source holds: all tables of a family, in memory. */
final class Rows {
    private final Family family;
    private final Map<String, Map<List<@Nullable Object>, Row>> tables = new LinkedHashMap<>();

    /** By table and column, made when asked for and dropped by the next write to the table. */
    private final Map<String, Map<String, Map<@Nullable Object, List<Row>>>> indexes = new HashMap<>();

    Rows(Family family) {
        this.family = family;
        family.tables().forEach(table -> tables.put(table, new LinkedHashMap<>()));
    }

    Family family() {
        return family;
    }

    Collection<Row> of(String table) {
        return table(table).values();
    }

    List<Row> where(String table, Predicate<Row> condition) {
        List<Row> found = new ArrayList<>();
        for (Row row : of(table)) {
            if (condition.test(row)) {
                found.add(row);
            }
        }
        return found;
    }

    List<Row> where(String table, String column, @Nullable Object value) {
        return indexes.computeIfAbsent(table, t -> new HashMap<>())
                .computeIfAbsent(column, c -> index(table, c))
                .getOrDefault(value, List.of());
    }

    private Map<@Nullable Object, List<Row>> index(String table, String column) {
        Map<@Nullable Object, List<Row>> index = new HashMap<>();
        of(table)
                .forEach(row -> index.computeIfAbsent(row.get(column), value -> new ArrayList<>())
                        .add(row));
        return index;
    }

    boolean has(String table, Row row) {
        return table(table).containsKey(key(table, row));
    }

    void apply(Write write) {
        indexes.remove(write.table());
        Map<List<@Nullable Object>, Row> rows = table(write.table());
        if (write.after() == null) {
            rows.remove(key(write.table(), write.row()));
        } else {
            rows.put(key(write.table(), write.after()), write.after());
        }
    }

    void undo(Write write) {
        apply(new Write(write.table(), write.after(), write.before()));
    }

    private Map<List<@Nullable Object>, Row> table(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    private List<@Nullable Object> key(String table, Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        family.key(table).forEach(column -> key.add(row.get(column)));
        return key;
    }
}
