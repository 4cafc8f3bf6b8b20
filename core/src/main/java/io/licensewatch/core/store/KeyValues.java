package io.licensewatch.core.store;

import org.jspecify.annotations.Nullable;

/** A sorted map of bytes; keys are ordered as unsigned bytes. */
public interface KeyValues {
    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /**
     * Visits entries in ascending order of key until the visitor has enough. The visitor must not write.
     *
     * @param from inclusive
     * @param to exclusive
     */
    void scan(byte[] from, byte[] to, Visitor visitor);

    /** Looks at an entry. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(byte[] key, byte[] value);
    }
}
