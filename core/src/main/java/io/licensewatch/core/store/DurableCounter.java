package io.licensewatch.core.store;

/** Counts from 0. Never returns a number twice, also after a restart. */
final class DurableCounter {
    private static final byte[] ONLY = {};

    private final KeyValues store;
    private final boolean writesAtFlush;
    private long next;
    /** Whether the store has a former number. */
    private boolean moved;

    /** @param store for this counter alone */
    DurableCounter(KeyValues store) {
        this.store = store;
        byte[] stored = store.get(ONLY);
        this.next = stored == null ? 0 : new KeyReader(stored).number();
        this.writesAtFlush = store.beforeFlush(this::put);
    }

    long next() {
        long number = next++;
        moved = true;
        if (!writesAtFlush) {
            put();
        }
        return number;
    }

    private void put() {
        if (moved) {
            store.put(ONLY, new KeyWriter().number(next).toBytes());
            moved = false;
        }
    }
}
