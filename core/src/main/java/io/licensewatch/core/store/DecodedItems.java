package io.licensewatch.core.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items of durable queues in decoded form, as many as there is room for. */
public final class DecodedItems<T> {
    private final Map<Long, Decoded<T>> byOrdinal = new HashMap<>();
    private final long maxBytes;
    private long bytes;

    private record Decoded<T>(T value, int bytes) {}

    /** @param maxBytes of the encoded form, which may take twice as many in memory when decoded */
    public DecodedItems(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Keeps an item if there is room. */
    public void keep(long ordinal, T value, int size) {
        if (bytes + size <= maxBytes) {
            byOrdinal.put(ordinal, new Decoded<>(value, size));
            bytes += size;
        }
    }

    /** Gives an item back and forgets it; null where there was no room. */
    public @Nullable T take(long ordinal) {
        Decoded<T> decoded = byOrdinal.remove(ordinal);
        if (decoded == null) {
            return null;
        }
        bytes -= decoded.bytes();
        return decoded.value();
    }

    public int size() {
        return byOrdinal.size();
    }
}
