package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records that wait for the frontier that covers them. */
public final class WaitingLine {
    private static final int WAITING = 0x01;
    private static final int ORDINAL = 0x02;
    private static final int VERSION = 1;

    private final KeyValues store;

    public WaitingLine(KeyValues store) {
        this.store = store;
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
        store.put(
                key(position, nextOrdinal()),
                new ValueWriter(VERSION).text(item.key()).text(item.value()).toBytes());
    }

    private long nextOrdinal() {
        byte[] key = new KeyWriter().tag(ORDINAL).toBytes();
        byte[] stored = store.get(key);
        long next = stored == null ? 0 : new KeyReader(stored).number();
        store.put(key, new KeyWriter().number(next + 1).toBytes());
        return next;
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
        List<byte[]> keys = new ArrayList<>();
        List<Item> released = new ArrayList<>();
        store.scan(new KeyWriter().tag(WAITING).toBytes(), key(frontier, Long.MAX_VALUE), (key, value) -> {
            ValueReader in = new ValueReader(value, VERSION);
            keys.add(key);
            released.add(new Item(in.text(), in.text()));
            return true;
        });
        keys.forEach(store::delete);
        return released;
    }
}
