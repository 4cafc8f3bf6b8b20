package io.licensewatch.core.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of a store that is a sorted map of its own.
 *
 * @param tag what every key of the part begins with
 */
public record Space(KeyValues store, int tag) implements KeyValues {
    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(full(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(full(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(full(key));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        store.scan(full(from), full(to), (key, value) -> visitor.visit(Arrays.copyOfRange(key, 1, key.length), value));
    }

    @Override
    public boolean beforeFlush(Runnable put) {
        return store.beforeFlush(put);
    }

    private byte[] full(byte[] key) {
        byte[] full = new byte[key.length + 1];
        full[0] = (byte) tag;
        System.arraycopy(key, 0, full, 1, key.length);
        return full;
    }
}
