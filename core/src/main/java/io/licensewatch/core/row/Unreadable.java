package io.licensewatch.core.row;

/** Called with each value that has the wrong type and is not needed; the row is applied without it. */
@FunctionalInterface
public interface Unreadable {
    Unreadable IGNORED = (table, column) -> {};

    /** @param table without its schema */
    void leftOut(String table, String column);
}
