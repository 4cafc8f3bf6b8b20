package io.licensewatch.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sorted map as what is below a memory. */
public record Below(SortedKeyValues store) implements WriteBehind.Below {
    public static Below of(SortedKeyValues store) {
        return new Below(store);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, KeyValues.Visitor visitor) {
        store.scan(from, to, visitor);
    }

    @Override
    public void write(List<WriteBehind.Change> changes) {
        for (WriteBehind.Change change : changes) {
            if (change.value() == null) {
                store.delete(change.key());
            } else {
                store.put(change.key(), change.value());
            }
        }
    }
}
