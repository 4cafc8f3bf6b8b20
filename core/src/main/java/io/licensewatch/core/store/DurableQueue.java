package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A durable queue of records, ordered by their source position. Records that share a position keep the order in which they were
 * added.
 */
public final class DurableQueue {
    private static final int ITEMS = 0x01;
    private static final int COUNTER = 0x02;

    private static final byte[] FIRST = {};
    /** Greater than every key: epochs are not negative and have four bytes. */
    private static final byte[] LAST = {(byte) 0xFF};

    private final KeyValues items;
    private final DurableCounter ordinals;
    /** No item has a lesser key. A scan from the first key would visit all keys that have been deleted. */
    private byte[] begin = FIRST;

    /** @param store for this queue alone */
    public DurableQueue(KeyValues store) {
        this(new Space(store, ITEMS), new DurableCounter(new Space(store, COUNTER)));
    }

    DurableQueue(KeyValues items, DurableCounter ordinals) {
        this.items = items;
        this.ordinals = ordinals;
    }

    /**
     * A queued record.
     *
     * @param ordinal identifies it within the queue
     * @param key empty where it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Item(SourcePosition position, long ordinal, byte[] key, byte[] value) {
        private static Item read(byte[] storeKey, byte[] stored) {
            KeyReader at = new KeyReader(storeKey);
            SourcePosition position = at.position();
            StoredRecord record = StoredRecord.read(stored);
            return new Item(position, at.number(), record.key(), record.value());
        }
    }

    /**
     * Adds a record.
     *
     * @param key empty where it has none
     * @return the ordinal of the item
     */
    public long add(SourcePosition position, byte[] key, byte[] value) {
        long ordinal = ordinals.next();
        byte[] place = key(position, ordinal);
        items.put(place, new StoredRecord(key, value).toBytes());
        if (Arrays.compareUnsigned(place, begin) < 0) {
            begin = place;
        }
        return ordinal;
    }

    /** Takes out the first items up to a position, inclusive. Fewer than the limit means that no such item is left. */
    public List<Item> takeUpTo(SourcePosition position, int limit) {
        return take(key(position, Long.MAX_VALUE), limit);
    }

    /** As {@link #takeUpTo}, exclusive. */
    public List<Item> takeBefore(SourcePosition position, int limit) {
        return take(key(position, Long.MIN_VALUE), limit);
    }

    private List<Item> take(byte[] end, int limit) {
        List<Item> taken = new ArrayList<>();
        if (Arrays.compareUnsigned(begin, end) >= 0) {
            return taken;
        }
        List<byte[]> keys = new ArrayList<>();
        items.scan(begin, end, (key, value) -> {
            keys.add(key);
            taken.add(Item.read(key, value));
            return taken.size() < limit;
        });
        keys.forEach(items::delete);
        begin = taken.size() < limit ? end : KeyWriter.after(keys.get(limit - 1));
        return taken;
    }

    /** The first item, which stays in the queue. */
    public Optional<Item> first() {
        List<Item> first = new ArrayList<>();
        items.scan(begin, LAST, (key, value) -> {
            first.add(Item.read(key, value));
            return false;
        });
        return first.stream().findFirst();
    }

    public boolean isEmpty() {
        return first().isEmpty();
    }

    private static byte[] key(SourcePosition position, long ordinal) {
        return new KeyWriter().position(position).number(ordinal).toBytes();
    }
}
