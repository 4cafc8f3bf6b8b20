package io.licensewatch.console.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Searches tenants by a part of their name or id, for search as you type: first those whose name begins with the text, then those
 * whose id does, then those that contain all of its words of three characters or more. Closed tenants are included.
 */
public final class TenantSearch {
    public static final int LONGEST = 100;
    /** The index has trigrams. */
    private static final int SHORTEST_WORD = 3;

    private static final String NAME_BEGINS =
            "tenant.name >= :typed COLLATE NOCASE AND tenant.name < :beyond COLLATE NOCASE";
    private static final String ID_BEGINS = "tenant.tenant_id >= :typed AND tenant.tenant_id < :beyond";

    private TenantSearch() {}

    /** How a tenant matches, in order of the results. */
    private enum By {
        NAME,
        ID,
        WORDS
    }

    private record Found(TenantRow tenant, By by, long n) {
        Cursor cursor() {
            String name = tenant.tenantName();
            return Cursor.of(by.name(), name == null ? "" : name, tenant.tenantId(), n);
        }
    }

    /**
     * @param text the search text; 1 to {@value #LONGEST} characters without control characters
     * @throws BadCursorException if the cursor is not of this search
     */
    public static Page<TenantRow> find(Handle handle, String text, Paging paging) {
        String typed = text.strip();
        if (typed.isEmpty() || typed.length() > LONGEST || typed.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a search is of 1 to " + LONGEST + " characters");
        }
        Cursor after = paging.cursor(typed);
        By from = after == null ? By.NAME : by(after.string(0));
        List<Found> found = new ArrayList<>();
        for (By by : By.values()) {
            int missing = paging.fetch() - found.size();
            if (by.compareTo(from) >= 0 && missing > 0) {
                found.addAll(find(handle, typed, by, by == from ? after : null, missing));
            }
        }
        return Page.of(found, paging, typed, Found::cursor).map(Found::tenant);
    }

    private static By by(String name) {
        return Arrays.stream(By.values())
                .filter(by -> by.name().equals(name))
                .findFirst()
                .orElseThrow(BadCursorException::new);
    }

    private static List<Found> find(Handle handle, String typed, By by, @Nullable Cursor after, int limit) {
        Where where =
                new Where().bind("typed", typed).bind("beyond", typed + Character.toString(Character.MAX_CODE_POINT));
        return switch (by) {
            case NAME -> {
                where.and(NAME_BEGINS);
                if (after != null) {
                    where.and("(tenant.name COLLATE NOCASE, tenant.tenant_id) > (:name, :id)", "name", after.string(1))
                            .bind("id", after.string(2));
                }
                yield list(handle, where, "", "tenant.name COLLATE NOCASE, tenant.tenant_id", by, limit);
            }
            case ID -> {
                where.and(ID_BEGINS).and("NOT (" + NAME_BEGINS + ")");
                if (after != null) {
                    where.and("tenant.tenant_id > :id", "id", after.string(2));
                }
                yield list(handle, where, "", "tenant.tenant_id", by, limit);
            }
            case WORDS -> {
                String words = words(typed);
                where.and("tenant_search MATCH :words", "words", words)
                        .and("tenant_search.rowid > :n", "n", after == null ? 0L : after.number(3))
                        .and("NOT (" + NAME_BEGINS + ") AND NOT (" + ID_BEGINS + ")");
                String join = " JOIN tenant_search ON tenant_search.rowid = tenant.n";
                yield words.isEmpty() ? List.of() : list(handle, where, join, "tenant_search.rowid", by, limit);
            }
        };
    }

    /** Each as a phrase, so that no character has a special meaning. */
    private static String words(String typed) {
        return Arrays.stream(typed.split("\\s+"))
                .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST_WORD)
                .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(" "));
    }

    private static List<Found> list(Handle handle, Where where, String join, String order, By by, int limit) {
        return where.list(
                handle,
                "SELECT " + TenantRow.COLUMNS + " FROM tenant" + join,
                order,
                limit,
                (row, context) -> new Found(TenantRow.of(row), by, row.getLong("n")));
    }
}
