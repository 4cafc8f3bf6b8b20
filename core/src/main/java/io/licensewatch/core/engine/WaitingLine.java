package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Records that wait for the frontier that covers them. */
public final class WaitingLine {
    private static final int WAITING = 0x01;
    private static final int ORDINAL = 0x02;
    private static final int VERSION = 1;

    private static final byte[] ALL = new KeyWriter().tag(WAITING).toBytes();
    private static final byte[] NEXT_ORDINAL = new KeyWriter().tag(ORDINAL).toBytes();

    private final KeyValues store;
    private final boolean putOff;
    private long nextOrdinal;
    /** Whether it is to be put before the store is flushed. */
    private boolean counted;
    /** Nothing waits before it; what has been taken out there would be passed over again and again. */
    private byte[] begin = ALL;

    public WaitingLine(KeyValues store) {
        this.store = store;
        byte[] stored = store.get(NEXT_ORDINAL);
        this.nextOrdinal = stored == null ? 0 : new KeyReader(stored).number();
        this.putOff = store.beforeFlush(this::putOrdinal);
    }

    /**
     * Text that waits.
     *
     * @param key empty where there is none
     */
    public record Item(String key, String value) {
        public static Item of(byte[] key, byte[] value) {
            return new Item(new String(key, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8));
        }

        public byte[] keyBytes() {
            return key.getBytes(StandardCharsets.UTF_8);
        }

        public byte[] valueBytes() {
            return value.getBytes(StandardCharsets.UTF_8);
        }
    }

    public void add(SourcePosition position, Item item) {
        byte[] key = key(position, nextOrdinal());
        store.put(
                key,
                new ValueWriter(VERSION).text(item.key()).text(item.value()).toBytes());
        if (Arrays.compareUnsigned(key, begin) < 0) {
            begin = key;
        }
    }

    private long nextOrdinal() {
        long next = nextOrdinal++;
        counted = true;
        if (!putOff) {
            putOrdinal();
        }
        return next;
    }

    private void putOrdinal() {
        if (counted) {
            store.put(NEXT_ORDINAL, new KeyWriter().number(nextOrdinal).toBytes());
            counted = false;
        }
    }

    private static byte[] key(SourcePosition position, long ordinal) {
        return new KeyWriter()
                .tag(WAITING)
                .number(position.epoch())
                .bits(position.previousCommit())
                .bits(position.lsn())
                .number(ordinal)
                .toBytes();
    }

    /** Takes out what stands at the frontier or before it, in order. */
    public List<Item> release(SourcePosition frontier) {
        return release(frontier, Integer.MAX_VALUE);
    }

    /** The first of them; fewer than the limit when nothing is left. */
    List<Item> release(SourcePosition frontier, int limit) {
        List<byte[]> keys = new ArrayList<>();
        List<Item> released = new ArrayList<>();
        byte[] end = key(frontier, Long.MAX_VALUE);
        if (Arrays.compareUnsigned(begin, end) >= 0) {
            return released;
        }
        store.scan(begin, end, (key, value) -> {
            ValueReader in = new ValueReader(value, VERSION);
            keys.add(key);
            released.add(new Item(in.text(), in.text()));
            return released.size() < limit;
        });
        keys.forEach(store::delete);
        begin = released.size() < limit ? end : KeyWriter.after(keys.get(limit - 1));
        return released;
    }

    /** What waits, and where. */
    record Entry(SourcePosition position, Item item) {}

    /** The first of what waits; it stays. */
    Optional<Entry> first() {
        List<Entry> first = new ArrayList<>();
        store.scan(begin, KeyWriter.after(ALL), (key, value) -> {
            KeyReader at = new KeyReader(key);
            at.tag();
            ValueReader in = new ValueReader(value, VERSION);
            first.add(new Entry(
                    new SourcePosition((int) at.number(), at.bits(), at.bits()), new Item(in.text(), in.text())));
            return false;
        });
        return first.stream().findFirst();
    }
}
