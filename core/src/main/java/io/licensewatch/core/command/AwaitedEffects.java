package io.licensewatch.core.command;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.util.ArrayList;
import java.util.List;

/** The owners that wait for a frontier at or after the effect of a command, so that none is evaluated before and nothing polls. */
public final class AwaitedEffects {
    private static final byte[] FIRST = {};
    private static final byte[] PRESENT = {1};

    private final KeyValues store;
    /** No effect that is awaited comes before it. */
    private long least;

    /** @param store for this alone */
    public AwaitedEffects(KeyValues store) {
        this.store = store;
        this.least = readLeast();
    }

    private long readLeast() {
        long[] first = {Long.MAX_VALUE};
        store.scan(FIRST, Key.first(Long.MAX_VALUE), (key, value) -> {
            first[0] = Key.read(key).lsn();
            return false;
        });
        return first[0];
    }

    private record Key(long lsn, String owner) {
        byte[] toBytes() {
            return new KeyWriter().number(lsn).text(owner).toBytes();
        }

        static Key read(byte[] key) {
            KeyReader in = new KeyReader(key);
            return new Key(in.number(), in.text());
        }

        /** No key of the position or a later one is less. */
        static byte[] first(long lsn) {
            return new KeyWriter().number(lsn).toBytes();
        }
    }

    public void await(long lsn, String owner) {
        store.put(new Key(lsn, owner).toBytes(), PRESENT);
        least = Math.min(least, lsn);
    }

    /** Those that wait no more, now that a frontier is there. */
    public List<String> reached(long frontierLsn) {
        List<String> owners = new ArrayList<>();
        if (least > frontierLsn) {
            return owners;
        }
        List<byte[]> keys = new ArrayList<>();
        store.scan(FIRST, Key.first(frontierLsn + 1), (key, value) -> {
            owners.add(Key.read(key).owner());
            return keys.add(key);
        });
        keys.forEach(store::delete);
        least = readLeast();
        return owners;
    }
}
