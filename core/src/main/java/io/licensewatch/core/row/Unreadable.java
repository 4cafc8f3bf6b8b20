package io.licensewatch.core.row;

/** Hears of each value that could not be read and is not needed; its row is taken without it. */
@FunctionalInterface
public interface Unreadable {
    Unreadable IGNORED = (table, column) -> {};

    /** @param table without its schema */
    void leftOut(String table, String column);
}
