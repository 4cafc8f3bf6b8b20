package io.licensewatch.console.read;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** @param next for {@link Paging#after()}; null on the last page */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /** @param fetched one more row than the limit, if there is one */
    public static <T> Page<T> of(List<T> fetched, Paging paging, Object list, Function<T, Cursor> cursor) {
        if (fetched.size() <= paging.limit()) {
            return new Page<>(fetched, null);
        }
        List<T> items = fetched.subList(0, paging.limit());
        return new Page<>(items, cursor.apply(items.get(items.size() - 1)).text(list));
    }

    <R> Page<R> map(Function<T, R> each) {
        return new Page<>(items.stream().map(each).toList(), next);
    }
}
