package io.licensewatch.workload;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a source holds, as oracles read it. */
public interface Tables {
    boolean has(String table);

    boolean has(String table, String column);

    Collection<Row> of(String table);

    default List<Row> where(String table, Predicate<Row> condition) {
        return of(table).stream().filter(condition).toList();
    }

    default List<Row> where(String table, String column, @Nullable Object value) {
        return where(table, row -> row.is(column, value));
    }
}
