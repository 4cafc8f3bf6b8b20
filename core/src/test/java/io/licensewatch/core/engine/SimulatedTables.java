package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.workload.Row;
import io.licensewatch.workload.Tables;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the simulated source in the values that the plain computation reads. */
final class SimulatedTables implements Tables {
    private final Map<String, List<Row>> rows = new HashMap<>();

    SimulatedTables(SimulatedSource.State state) {
        for (SourceTable table : SourceTable.values()) {
            if (SimulatedSource.ALL_TABLES.contains(table.qualifiedName())) {
                rows.put(
                        name(table),
                        state.rows(table).entrySet().stream()
                                .map(row -> row(row.getKey(), row.getValue()))
                                .toList());
            }
        }
    }

    private static String name(SourceTable table) {
        return table == SourceTable.AUTH_USERS ? table.qualifiedName() : table.tableName();
    }

    private static Row row(String id, Map<String, @Nullable Object> columns) {
        Map<String, @Nullable Object> values = new HashMap<>();
        columns.forEach((column, value) -> values.put(column, isTime(column) ? time(value) : value));
        values.put("id", id);
        return new Row(values);
    }

    private static boolean isTime(String column) {
        return column.endsWith("_at") || column.endsWith("_date") || column.endsWith("_until");
    }

    private static @Nullable Object time(@Nullable Object value) {
        if (value instanceof Long day) {
            return LocalDate.ofEpochDay(day);
        }
        if (value instanceof String text) {
            return text.equals("infinity") ? Instant.MAX : Instant.parse(text);
        }
        return value;
    }

    @Override
    public boolean has(String table) {
        return rows.containsKey(table);
    }

    @Override
    public boolean has(String table, String column) {
        return has(table);
    }

    @Override
    public Collection<Row> of(String table) {
        return rows.getOrDefault(table, List.of());
    }
}
