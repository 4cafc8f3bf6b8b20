package io.licensewatch.core.system;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which tenants have become critical by a rule within a sliding window. A tenant counts once, at its last time. */
final class CriticalWindow {
    private static final int ENTRY = 0x01;
    private static final int TENANT = 0x02;
    private static final int COUNT = 0x03;
    private static final int RECALLED = 0x04;
    private static final int VERSION = 1;
    private static final byte[] NOTHING = {};

    private final KeyValues store;
    private final Duration length;

    CriticalWindow(KeyValues store, Duration length) {
        this.store = store;
        this.length = length;
    }

    void add(String rule, String tenantId, Instant at) {
        byte[] tenant = tenant(rule, tenantId);
        byte[] former = store.get(tenant);
        if (former != null) {
            store.delete(new Entry(rule, number(former), tenantId).toBytes());
        } else {
            count(rule, 1);
        }
        store.put(tenant, bytes(at.toEpochMilli()));
        store.put(new Entry(rule, at.toEpochMilli(), tenantId).toBytes(), NOTHING);
    }

    /** Tenants that became critical at an unknown time. The time of the next evaluation is taken for that. */
    void recall(String rule, List<String> tenants) {
        tenants.forEach(tenant -> store.put(new Recalled(rule, tenant).toBytes(), NOTHING));
    }

    private void addRecalled(String rule, Instant now) {
        byte[] from = Recalled.of(rule);
        List<byte[]> keys = new ArrayList<>();
        store.scan(from, KeyWriter.after(from), (key, value) -> keys.add(key));
        for (byte[] key : keys) {
            store.delete(key);
            add(rule, Recalled.read(key).tenantId(), now);
        }
    }

    /** Removes tenants that have left the window. One that became critical exactly the window's length ago has left it. */
    void slide(String rule, Instant now) {
        addRecalled(rule, now);
        byte[] to = Entry.from(rule, now.minus(length).toEpochMilli() + 1);
        List<byte[]> gone = new ArrayList<>();
        store.scan(Entry.of(rule), to, (key, value) -> {
            gone.add(key);
            return true;
        });
        for (byte[] key : gone) {
            store.delete(key);
            store.delete(tenant(rule, Entry.read(key).tenantId()));
        }
        if (!gone.isEmpty()) {
            count(rule, -gone.size());
        }
    }

    long count(String rule) {
        byte[] stored = store.get(countKey(rule));
        return stored == null ? 0 : number(stored);
    }

    /** When the next tenant leaves the window; {@link Instant#MAX} if none is in it. */
    Instant slidesAt(String rule) {
        Instant[] first = {Instant.MAX};
        store.scan(Entry.of(rule), KeyWriter.after(Entry.of(rule)), (key, value) -> {
            first[0] = Instant.ofEpochMilli(Entry.read(key).at()).plus(length);
            return false;
        });
        return first[0];
    }

    /** The first tenants, by time. */
    List<String> tenants(String rule, int limit) {
        List<String> tenants = new ArrayList<>();
        store.scan(Entry.of(rule), KeyWriter.after(Entry.of(rule)), (key, value) -> {
            tenants.add(Entry.read(key).tenantId());
            return tenants.size() < limit;
        });
        return tenants;
    }

    private void count(String rule, long change) {
        long next = count(rule) + change;
        if (next == 0) {
            store.delete(countKey(rule));
        } else {
            store.put(countKey(rule), bytes(next));
        }
    }

    private static byte[] tenant(String rule, String tenantId) {
        return new KeyWriter().tag(TENANT).text(rule).text(tenantId).toBytes();
    }

    private static byte[] countKey(String rule) {
        return new KeyWriter().tag(COUNT).text(rule).toBytes();
    }

    private static byte[] bytes(long number) {
        return new ValueWriter(VERSION).number(number).toBytes();
    }

    private static long number(byte[] stored) {
        return new ValueReader(stored, VERSION).number();
    }

    /**
     * The key of a tenant in the window of a rule, in the order of time.
     *
     * @param at milliseconds since 1970
     */
    private record Entry(String rule, long at, String tenantId) {
        byte[] toBytes() {
            return new KeyWriter()
                    .tag(ENTRY)
                    .text(rule)
                    .number(at)
                    .text(tenantId)
                    .toBytes();
        }

        static Entry read(byte[] key) {
            KeyReader in = new KeyReader(key);
            in.tag();
            return new Entry(in.text(), in.number(), in.text());
        }

        /** What the keys of all tenants in the window of a rule begin with. */
        static byte[] of(String rule) {
            return new KeyWriter().tag(ENTRY).text(rule).toBytes();
        }

        /** No key of the time or a later one is less. */
        static byte[] from(String rule, long at) {
            return new KeyWriter().tag(ENTRY).text(rule).number(at).toBytes();
        }
    }

    /** The key of a tenant of which it is not known when it became critical. */
    private record Recalled(String rule, String tenantId) {
        byte[] toBytes() {
            return new KeyWriter().tag(RECALLED).text(rule).text(tenantId).toBytes();
        }

        static Recalled read(byte[] key) {
            KeyReader in = new KeyReader(key);
            in.tag();
            return new Recalled(in.text(), in.text());
        }

        /** What the keys of all such tenants of a rule begin with. */
        static byte[] of(String rule) {
            return new KeyWriter().tag(RECALLED).text(rule).toBytes();
        }
    }
}
