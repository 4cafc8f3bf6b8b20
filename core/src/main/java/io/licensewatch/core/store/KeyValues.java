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

    /**
     * Has this run each time before changes are made durable together, so that what changes with each record is encoded and put once.
     * It is forgotten with what it would have put, when the task ends without that.
     *
     * @return false where each change is durable at once: then nothing may be put off
     */
    default boolean beforeFlush(Runnable put) {
        return false;
    }

    /** Looks at an entry. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(byte[] key, byte[] value);
    }
}
