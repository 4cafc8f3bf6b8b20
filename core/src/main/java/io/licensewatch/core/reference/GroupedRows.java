package io.licensewatch.core.reference;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one table, indexed by the group that they are looked up with, such as the features of a bundle. */
final class GroupedRows<V> {
    private final Map<String, String> groupOfRow = new HashMap<>();
    private final Map<String, Map<String, V>> rowsOfGroup = new HashMap<>();

    void put(String rowKey, String group, V value) {
        remove(rowKey);
        groupOfRow.put(rowKey, group);
        rowsOfGroup.computeIfAbsent(group, g -> new HashMap<>()).put(rowKey, value);
    }

    void remove(String rowKey) {
        String group = groupOfRow.remove(rowKey);
        Map<String, V> rows = group == null ? null : rowsOfGroup.get(group);
        if (group != null && rows != null) {
            rows.remove(rowKey);
            if (rows.isEmpty()) {
                rowsOfGroup.remove(group);
            }
        }
    }

    /** The group of a row; null if there is no such row. */
    @Nullable
    String groupOf(String rowKey) {
        return groupOfRow.get(rowKey);
    }

    Collection<V> of(@Nullable String group) {
        Map<String, V> rows = rowsOfGroup.get(group);
        return rows == null ? List.of() : rows.values();
    }
}
