package io.licensewatch.core.reference;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Rows that join a thing to another, such as a role to a surface, looked up from either side. */
final class JoinedRows {
    private final GroupedRows<String> toOfFrom = new GroupedRows<>();
    private final GroupedRows<String> fromOfTo = new GroupedRows<>();

    void put(String rowKey, String from, String to) {
        toOfFrom.put(rowKey, from, to);
        fromOfTo.put(rowKey, to, from);
    }

    void remove(String rowKey) {
        toOfFrom.remove(rowKey);
        fromOfTo.remove(rowKey);
    }

    /** What a thing is joined to. */
    Collection<String> of(String from) {
        return toOfFrom.of(from);
    }

    /** What is joined to a thing. */
    Collection<String> to(String to) {
        return fromOfTo.of(to);
    }

    /** What the row joins; null if there is no such row. */
    @Nullable
    String fromOf(String rowKey) {
        return toOfFrom.groupOf(rowKey);
    }
}
