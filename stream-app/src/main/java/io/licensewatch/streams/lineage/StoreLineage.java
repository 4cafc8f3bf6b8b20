package io.licensewatch.streams.lineage;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.util.Optional;

/**
 * The lineage of one store, kept in the store itself. That it was begun is written once and never again: the changelog of a store that
 * was deleted and created again lacks it, however much has been written to it since.
 *
 * @param name of the store
 */
public record StoreLineage(String name, KeyValues store) {
    /** No other key of a store begins with it; on disk, never to be changed. */
    private static final int TAG = 0x7E;

    private static final int BEGUN = 0x01;
    private static final int TURN = 0x02;
    private static final int TAKEN = 0x03;
    private static final int TOPIC = 0x04;
    /** Of the layout of all that the store holds. A release that cannot read what a former one wrote raises it. */
    private static final int LAYOUT = 9;

    private static final byte[] FIRST_KEY = {};
    private static final byte[] LAST_KEY = {(byte) 0xFF};

    /** Where the store was begun. */
    record Home(String applicationId, String cluster) {}

    boolean isEmpty() {
        boolean[] any = {false};
        store.scan(FIRST_KEY, LAST_KEY, (key, value) -> {
            any[0] = true;
            return false;
        });
        return !any[0];
    }

    /** Where it was begun; empty when it was not. */
    Optional<Home> home(String task) {
        byte[] stored = store.get(key(BEGUN));
        if (stored == null) {
            return Optional.empty();
        }
        int layout = stored[0];
        if (layout != LAYOUT) {
            throw new StateRefusedException(
                    task,
                    name,
                    "it has layout " + layout + ", of " + (layout < LAYOUT ? "an earlier" : "a later")
                            + " release, and this one reads layout " + LAYOUT + ": start the release that wrote it");
        }
        ValueReader in = new ValueReader(stored, LAYOUT);
        return Optional.of(new Home(in.text(), in.text()));
    }

    void begin(Home home) {
        store.put(
                key(BEGUN),
                new ValueWriter(LAYOUT)
                        .text(home.applicationId())
                        .text(home.cluster())
                        .toBytes());
    }

    /** A number that grows; all stores of a task have the same, as they are written in the same transactions. */
    long turn() {
        return number(key(TURN));
    }

    void turn(long turn) {
        store.put(key(TURN), bytes(turn));
    }

    /** The key under which the last offset is kept that was taken of a topic. */
    static byte[] takenKey(String topic) {
        return new KeyWriter().tag(TAG).tag(TAKEN).text(topic).toBytes();
    }

    /** -1 when none was. */
    long taken(byte[] takenKey) {
        return number(takenKey);
    }

    void taken(byte[] takenKey, long offset) {
        store.put(takenKey, bytes(offset));
    }

    /** The id of a topic as it was when the first record of it was taken; empty when none was. */
    String topicId(String topic) {
        byte[] stored = store.get(topicKey(topic));
        return stored == null ? "" : new ValueReader(stored, LAYOUT).text();
    }

    void topicId(String topic, String id) {
        store.put(topicKey(topic), new ValueWriter(LAYOUT).text(id).toBytes());
    }

    private static byte[] topicKey(String topic) {
        return new KeyWriter().tag(TAG).tag(TOPIC).text(topic).toBytes();
    }

    private long number(byte[] key) {
        byte[] stored = store.get(key);
        return stored == null ? -1 : new ValueReader(stored, LAYOUT).number();
    }

    private static byte[] bytes(long number) {
        return new ValueWriter(LAYOUT).number(number).toBytes();
    }

    private static byte[] key(int kind) {
        return new KeyWriter().tag(TAG).tag(kind).toBytes();
    }
}
