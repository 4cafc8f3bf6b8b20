package io.licensewatch.core.engine;

import io.licensewatch.core.store.DurableQueue;

/** What the engine of the reference task sends. */
public interface ReferenceOutput {
    /**
     * To every tenant task: a row change.
     *
     * @param timestamp source time of the frontier that covers it, in ms since 1970
     */
    void change(DurableQueue.Item change, long timestamp);

    /**
     * To every tenant task and to the system task: a frontier, after all rows that it covers.
     *
     * @param json as it was encoded when it arrived
     * @param timestamp its source time, in ms since 1970
     */
    void frontier(byte[] json, long timestamp);

    /** A record that could not be decoded. Processing continues without it. */
    void deadLetter(byte[] key, byte[] value, String reason);
}
