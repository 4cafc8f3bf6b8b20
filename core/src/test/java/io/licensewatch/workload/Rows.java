package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the source holds: all tables of a family, in memory. */
final class Rows implements Tables {
    private final Family family;
    private final Map<String, Map<List<@Nullable Object>, Row>> tables = new LinkedHashMap<>();
    /** Columns of user_roles that foreign keys hold, as frontiers name them. */
    final Set<String> enforced = new TreeSet<>();

    /** By table, column and value; made when first asked for, and kept from then on. */
    private final Map<String, Map<String, Map<@Nullable Object, Map<List<@Nullable Object>, Row>>>> indexes =
            new HashMap<>();

    Rows(Family family) {
        this.family = family;
        family.tables().forEach(table -> tables.put(table, new LinkedHashMap<>()));
    }

    Family family() {
        return family;
    }

    @Override
    public boolean has(String table) {
        return family.has(table);
    }

    @Override
    public boolean has(String table, String column) {
        return family.has(table, column);
    }

    @Override
    public Collection<Row> of(String table) {
        return table(table).values();
    }

    @Override
    public List<Row> where(String table, String column, @Nullable Object value) {
        return new ArrayList<>(indexes.computeIfAbsent(table, t -> new HashMap<>())
                .computeIfAbsent(column, c -> index(table, c))
                .getOrDefault(value, Map.of())
                .values());
    }

    private Map<@Nullable Object, Map<List<@Nullable Object>, Row>> index(String table, String column) {
        Map<@Nullable Object, Map<List<@Nullable Object>, Row>> index = new HashMap<>();
        table(table)
                .forEach((key, row) -> index.computeIfAbsent(row.get(column), value -> new LinkedHashMap<>())
                        .put(key, row));
        return index;
    }

    boolean has(String table, Row row) {
        return table(table).containsKey(key(table, row));
    }

    void apply(Write write) {
        Row before = write.before();
        if (before != null && write.after() == null) {
            remove(write.table(), key(write.table(), before));
        }
        Row after = write.after();
        if (after != null) {
            put(write.table(), key(write.table(), after), after);
        }
    }

    private void remove(String table, List<@Nullable Object> key) {
        Row row = table(table).remove(key);
        if (row != null) {
            indexes.getOrDefault(table, Map.of())
                    .forEach((column, index) ->
                            index.getOrDefault(row.get(column), Map.of()).remove(key));
        }
    }

    private void put(String table, List<@Nullable Object> key, Row row) {
        Row old = table(table).put(key, row);
        indexes.getOrDefault(table, Map.of()).forEach((column, index) -> {
            if (old != null && !old.is(column, row.get(column))) {
                index.getOrDefault(old.get(column), Map.of()).remove(key);
            }
            index.computeIfAbsent(row.get(column), value -> new LinkedHashMap<>())
                    .put(key, row);
        });
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
