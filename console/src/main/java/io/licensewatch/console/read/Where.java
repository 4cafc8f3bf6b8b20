package io.licensewatch.console.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Conditions of a query: the SQL is constant, the values are bound. */
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    /** A condition that is true for all rows if there is no value. */
    Where and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    Where and(String condition) {
        conditions.add(condition);
        return this;
    }

    Where bind(String name, Object value) {
        values.put(name, value);
        return this;
    }

    <T> List<T> list(Handle handle, String select, String order, int limit, RowMapper<T> mapper) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return handle.createQuery(select + where + " ORDER BY " + order + " LIMIT :limit")
                .bindMap(values)
                .bind("limit", limit)
                .map(mapper)
                .list();
    }
}
