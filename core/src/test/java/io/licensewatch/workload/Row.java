package io.licensewatch.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns. A value is a String (text or uuid), Boolean, Integer, Instant (timestamptz; {@link
 * java.time.Instant#MAX} is infinity), LocalDate (date), List of strings (text[]) or null.
 */
public record Row(Map<String, @Nullable Object> columns) {
    public Row {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    static Row of(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new Row(columns);
    }

    Row with(Row other) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(columns);
        other.columns.forEach((name, value) -> {
            if (changed.containsKey(name)) {
                changed.put(name, value);
            }
        });
        return new Row(changed);
    }

    public @Nullable Object get(String column) {
        return columns.get(column);
    }

    String text(String column) {
        return String.valueOf(columns.get(column));
    }

    /** As a WHERE has it; a table without the flag has no row that is switched off. */
    boolean flag(String column) {
        return !columns.containsKey(column) || is(column, true);
    }

    boolean is(String column, @Nullable Object value) {
        return Objects.equals(columns.get(column), value);
    }
}
