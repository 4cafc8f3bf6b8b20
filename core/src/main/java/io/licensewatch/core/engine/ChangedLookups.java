package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lookups in the reference data whose result has changed since everything that was due was last done, and where in the log it
 * changed. For a tenant that is evaluated late, every other lookup has had the present result since then. Durable; a few entries, as
 * long as something is left to do.
 */
final class ChangedLookups {
    private static final int VERSION = 1;
    private static final int LOOKUP = 0x01;
    /** The tables or the rules are others: any lookup may have another result. */
    private static final int ALL = 0x02;
    /** If more lookups have changed, all count as changed. */
    private static final int MOST_LOOKUPS = 1_000;
    /** Of one lookup. If there are more, the oldest are joined, as if it had changed all the while. */
    private static final int MOST_SPANS = 8;

    private final KeyValues store;
    private final Map<Long, List<Span>> byLookup = new HashMap<>();
    private final List<Span> ofAll;

    /** @param store for this alone */
    ChangedLookups(KeyValues store) {
        this.store = store;
        byte[] all = new KeyWriter().tag(LOOKUP).toBytes();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            byLookup.put(lookupOf(key), read(value));
            return true;
        });
        byte[] stored = store.get(all());
        ofAll = stored == null ? new ArrayList<>() : read(stored);
    }

    /**
     * The result of a lookup may have changed.
     *
     * @param reached the frontier at hand
     */
    void changed(long lookup, SourcePosition at, SourcePosition reached) {
        List<Span> spans = byLookup.get(lookup);
        if (spans == null && byLookup.size() == MOST_LOOKUPS) {
            allChanged(at, reached);
            return;
        }
        List<Span> some = spans == null ? new ArrayList<>() : spans;
        add(some, at, reached);
        byLookup.put(lookup, some);
        store.put(key(lookup), bytes(some));
    }

    /** The result of any lookup may have changed. */
    void allChanged(SourcePosition at, SourcePosition reached) {
        add(ofAll, at, reached);
        store.put(all(), bytes(ofAll));
    }

    /** What changes before the next frontier is one change, until that is known. */
    private static void add(List<Span> spans, SourcePosition at, SourcePosition reached) {
        int last = spans.size() - 1;
        Span change = Span.of(at);
        if (last >= 0 && !reached.isAfter(spans.get(last).first())) {
            spans.set(last, change.and(spans.get(last)));
            return;
        }
        spans.add(change);
        if (spans.size() > MOST_SPANS) {
            Span oldest = spans.remove(0);
            spans.set(0, oldest.and(spans.get(0)));
        }
    }

    boolean any() {
        return !byLookup.isEmpty() || !ofAll.isEmpty();
    }

    /** Where results of any of these lookups have changed since; null if none has. */
    @Nullable
    Span since(SourcePosition since, long[] lookups) {
        Span changes = after(since, ofAll);
        for (long lookup : lookups) {
            changes = Span.both(changes, after(since, byLookup.getOrDefault(lookup, List.of())));
        }
        return changes;
    }

    private static @Nullable Span after(SourcePosition since, List<Span> spans) {
        Span changes = null;
        for (Span span : spans) {
            if (span.last().isAfter(since)) {
                changes = Span.both(changes, span);
            }
        }
        return changes;
    }

    /** All tenants have been evaluated since. */
    void clear() {
        byLookup.keySet().forEach(lookup -> store.delete(key(lookup)));
        byLookup.clear();
        if (!ofAll.isEmpty()) {
            store.delete(all());
            ofAll.clear();
        }
    }

    private static byte[] bytes(List<Span> spans) {
        ValueWriter out = new ValueWriter(VERSION).number(spans.size());
        spans.forEach(span -> {
            out.position(span.first()).position(span.last());
        });
        return out.toBytes();
    }

    private static List<Span> read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        List<Span> spans = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            spans.add(new Span(in.position(), in.position()));
        }
        return spans;
    }

    private static byte[] key(long lookup) {
        return new KeyWriter().tag(LOOKUP).bits(lookup).toBytes();
    }

    private static long lookupOf(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        return in.bits();
    }

    private static byte[] all() {
        return new KeyWriter().tag(ALL).toBytes();
    }
}
