package io.licensewatch.core.store;

import java.util.ArrayList;
import java.util.List;

/** Durable queues that share a store, each with a name. */
public final class DurableQueues {
    private static final int ITEMS = 0x01;
    private static final int COUNTER = 0x02;
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {(byte) 0xFF};

    private final KeyValues items;
    private final DurableCounter ordinals;

    /** @param store for these queues alone */
    public DurableQueues(KeyValues store) {
        this.items = new Space(store, ITEMS);
        this.ordinals = new DurableCounter(new Space(store, COUNTER));
    }

    /** The queue of a name. Ordinals of items are unique among all queues. */
    public DurableQueue named(String name) {
        return new DurableQueue(new Prefixed(items, prefix(name)), ordinals);
    }

    /** The names of queues that are not empty. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        byte[] from = FIRST;
        while (true) {
            int before = names.size();
            items.scan(from, LAST, (key, value) -> {
                names.add(nameOf(key));
                return false;
            });
            if (names.size() == before) {
                return names;
            }
            from = KeyWriter.after(prefix(names.get(before)));
        }
    }

    private static byte[] prefix(String name) {
        return new KeyWriter().text(name).toBytes();
    }

    private static String nameOf(byte[] key) {
        return new KeyReader(key).text();
    }
}
