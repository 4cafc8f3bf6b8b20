package io.licensewatch.core.store;

import org.jspecify.annotations.Nullable;

/** Counts what scans of a map read, and what lies in their ranges. */
public final class CountedKeyValues implements KeyValues {
    private final KeyValues entries;
    public int scans;
    public int visited;
    public int inRange;

    public CountedKeyValues(KeyValues entries) {
        this.entries = entries;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.delete(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        scans++;
        entries.scan(from, to, (key, value) -> {
            inRange++;
            return true;
        });
        entries.scan(from, to, (key, value) -> {
            visited++;
            return visitor.visit(key, value);
        });
    }
}
