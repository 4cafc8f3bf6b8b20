package io.licensewatch.console.read;

import org.jspecify.annotations.Nullable;

/**
 * The requested part of a list.
 *
 * @param limit rows at most
 * @param after {@link Page#next()} of the page before; null for the first
 */
public record Paging(int limit, @Nullable String after) {
    public static final int MOST = 200;

    public Paging {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is from 1 to " + MOST + ", not " + limit);
        }
    }

    public static Paging first(int limit) {
        return new Paging(limit, null);
    }

    /** Null for the first page. */
    public @Nullable Cursor cursor(Object list) {
        return after == null ? null : Cursor.parse(list, after);
    }

    /** One more than the limit, which shows whether another page follows. */
    public int fetch() {
        return limit + 1;
    }
}
