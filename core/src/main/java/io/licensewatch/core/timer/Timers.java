package io.licensewatch.core.timer;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Durable timers. Each has an identity (what, to due) and an entry in an index (due, to what) that is ordered by time,
 * so that finding what is due costs nothing for what is not. Setting a timer replaces the former of that identity.
 *
 * <p>Times are kept in whole milliseconds, rounded up: a timer never fires before its time.
 */
public final class Timers {
    private static final int IDENTITY = 0x01;
    private static final int INDEX = 0x02;

    /** What is due before it is due at any time that the source may have. */
    private static final Instant FIRST = Instant.ofEpochMilli(0);
    /** Later than any time that the source may have, with room to add to it. */
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

    private final KeyValues store;

    public Timers(KeyValues store) {
        this.store = store;
    }

    /** What a timer is for. Kinds fire in this order: what folds into state comes before the evaluation. */
    public enum Kind {
        /** A row stops counting by itself; detail is its key. */
        ROW_ENDS(0x01),
        /** A tenant is due for an evaluation; no detail. */
        EVALUATE(0x02),
        /** A user's ban ends; the user is in the place of the tenant. */
        BAN_ENDS(0x03);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        private static Kind ofTag(int tag) {
            for (Kind kind : values()) {
                if (kind.tag == tag) {
                    return kind;
                }
            }
            throw new IllegalStateException("no kind of timer has the number " + tag);
        }
    }

    /** A timer's identity. */
    public record Timer(Kind kind, String tenantId, String detail) {
        public static Timer evaluate(String tenantId) {
            return new Timer(Kind.EVALUATE, tenantId, "");
        }

        public static Timer banEnds(String userId) {
            return new Timer(Kind.BAN_ENDS, userId, "");
        }

        public static Timer rowEnds(String tenantId, String rowKey) {
            return new Timer(Kind.ROW_ENDS, tenantId, rowKey);
        }

        private byte[] toBytes() {
            return new KeyWriter()
                    .tag(IDENTITY)
                    .text(tenantId)
                    .tag(kind.tag)
                    .rowKey(detail)
                    .toBytes();
        }

        private static Timer read(byte[] key) {
            KeyReader in = new KeyReader(key);
            in.tag();
            String tenantId = in.text();
            return new Timer(Kind.ofTag(in.tag()), tenantId, in.rowKey());
        }

        /** What the keys of all timers of a kind of a tenant begin with. */
        private static byte[] of(Kind kind, String tenantId) {
            return new KeyWriter().tag(IDENTITY).text(tenantId).tag(kind.tag).toBytes();
        }
    }

    /** The key of a timer in the index. */
    private record Indexed(Timer timer, long millis) {
        byte[] toBytes() {
            return new KeyWriter()
                    .tag(INDEX)
                    .tag(timer.kind().tag)
                    .number(millis)
                    .text(timer.tenantId())
                    .rowKey(timer.detail())
                    .toBytes();
        }

        static Indexed read(byte[] key) {
            KeyReader in = new KeyReader(key);
            in.tag();
            Kind kind = Kind.ofTag(in.tag());
            long millis = in.number();
            return new Indexed(new Timer(kind, in.text(), in.rowKey()), millis);
        }

        /** What the keys of all timers of a kind begin with. */
        static byte[] of(Kind kind) {
            return new KeyWriter().tag(INDEX).tag(kind.tag).toBytes();
        }

        /** No key of a timer of the kind that is due then or later is less. */
        static byte[] from(Kind kind, long millis) {
            return new KeyWriter().tag(INDEX).tag(kind.tag).number(millis).toBytes();
        }
    }

    /** Sets or replaces; {@link Instant#MAX} means never and clears. */
    public void set(Timer timer, Instant due) {
        if (due.equals(Instant.MAX)) {
            clear(timer);
            return;
        }
        long millis = roundedUp(due);
        byte[] identity = timer.toBytes();
        byte[] former = store.get(identity);
        if (former != null) {
            long formerMillis = new KeyReader(former).number();
            if (formerMillis == millis) {
                return;
            }
            store.delete(new Indexed(timer, formerMillis).toBytes());
        }
        store.put(identity, new KeyWriter().number(millis).toBytes());
        store.put(new Indexed(timer, millis).toBytes(), new byte[0]);
    }

    public void clear(Timer timer) {
        byte[] identity = timer.toBytes();
        byte[] former = store.get(identity);
        if (former != null) {
            store.delete(new Indexed(timer, new KeyReader(former).number()).toBytes());
            store.delete(identity);
        }
    }

    /** When it is due; null where it is not set. */
    public @Nullable Instant due(Timer timer) {
        byte[] stored = store.get(timer.toBytes());
        return stored == null ? null : Instant.ofEpochMilli(new KeyReader(stored).number());
    }

    /** What of a kind is due, earliest first; the caller clears or sets again each that it has processed. */
    public List<Timer> due(Kind kind, Instant now, int limit) {
        return expired(kind, now, limit).stream().map(Expired::timer).toList();
    }

    /** One that is due. */
    public record Expired(Timer timer, Instant due) {}

    /** As {@link #due(Kind, Instant, int)}, with their times. */
    public List<Expired> expired(Kind kind, Instant now, int limit) {
        List<Expired> due = new ArrayList<>();
        store.scan(Indexed.of(kind), Indexed.from(kind, now.toEpochMilli() + 1), (key, value) -> {
            Indexed entry = Indexed.read(key);
            due.add(new Expired(entry.timer(), Instant.ofEpochMilli(entry.millis())));
            return due.size() < limit;
        });
        return due;
    }

    /**
     * What of a kind is due of one tenant, earliest first; as many as the limit only where there may be more, and then any of them. It costs a
     * scan of all that the tenant has of that kind, due or not.
     */
    public List<Expired> expired(Kind kind, String tenantId, Instant now, int limit) {
        List<Expired> due = new ArrayList<>();
        byte[] all = Timer.of(kind, tenantId);
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            Instant at = Instant.ofEpochMilli(new KeyReader(value).number());
            if (!at.isAfter(now)) {
                due.add(new Expired(Timer.read(key), at));
            }
            return due.size() < limit;
        });
        due.sort(Comparator.comparing(Expired::due));
        return due;
    }

    /** How many of a kind are due. */
    public long count(Kind kind, Instant now) {
        return due(kind, now, Integer.MAX_VALUE).size();
    }

    private static long roundedUp(Instant due) {
        Instant within = due.isBefore(FIRST) ? FIRST : due.isAfter(LAST) ? LAST : due;
        long millis = within.toEpochMilli();
        return within.equals(Instant.ofEpochMilli(millis)) ? millis : millis + 1;
    }
}
