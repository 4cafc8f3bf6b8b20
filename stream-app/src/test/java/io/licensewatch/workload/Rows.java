package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the source holds: all tables of a family, in memory. */
final class Rows {
    private final Family family;
    private final Map<String, Map<List<@Nullable Object>, Row>> tables = new LinkedHashMap<>();

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
        return where(table, row -> row.is(column, value));
    }

    boolean has(String table, Row row) {
        return table(table).containsKey(key(table, row));
    }

    void apply(Write write) {
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
