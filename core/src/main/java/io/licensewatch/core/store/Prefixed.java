package io.licensewatch.core.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The part of a store whose keys begin with the same bytes; within it they are written without. */
public final class Prefixed implements KeyValues {
    private final KeyValues store;
    private final byte[] prefix;

    public Prefixed(KeyValues store, byte[] prefix) {
        this.store = store;
        this.prefix = prefix.clone();
    }

    private byte[] within(byte[] key) {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, whole, prefix.length, key.length);
        return whole;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(within(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(within(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(within(key));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        store.scan(
                within(from),
                within(to),
                (key, value) -> visitor.visit(Arrays.copyOfRange(key, prefix.length, key.length), value));
    }

    @Override
    public boolean beforeFlush(Runnable put) {
        return store.beforeFlush(put);
    }
}
