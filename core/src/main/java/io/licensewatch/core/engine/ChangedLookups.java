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
 * Which answers of the reference data have changed, and where, since all that was due was done last. Whoever is evaluated late
 * has had the present answer since then, and no other. Durable; a few entries, for as long as something is left to do.
 */
final class ChangedLookups {
    private static final int VERSION = 1;
    private static final int ANSWER = 0x01;
    /** Of everybody: the tables or the rules are others. */
    private static final int ALL = 0x02;
    /** More than these are taken for all of them. */
    private static final int MOST_ANSWERS = 1_000;
    /** Of one answer. Further ones are joined with the oldest, as if it had changed all the while. */
    private static final int MOST_SPANS = 8;

    private final KeyValues store;
    private final Map<Long, List<Span>> byQuestion = new HashMap<>();
    private final List<Span> ofAll;

    /** @param store for this alone */
    ChangedLookups(KeyValues store) {
        this.store = store;
        byte[] answers = new KeyWriter().tag(ANSWER).toBytes();
        store.scan(answers, KeyWriter.after(answers), (key, value) -> {
            byQuestion.put(lookupOf(key), read(value));
            return true;
        });
        byte[] stored = store.get(all());
        ofAll = stored == null ? new ArrayList<>() : read(stored);
    }

    /**
     * An answer may have changed.
     *
     * @param reached the frontier at hand
     */
    void changed(long question, SourcePosition at, SourcePosition reached) {
        List<Span> spans = byQuestion.get(question);
        if (spans == null && byQuestion.size() == MOST_ANSWERS) {
            allChanged(at, reached);
            return;
        }
        List<Span> some = spans == null ? new ArrayList<>() : spans;
        add(some, at, reached);
        byQuestion.put(question, some);
        store.put(key(question), bytes(some));
    }

    /** Any answer may have changed. */
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
        return !byQuestion.isEmpty() || !ofAll.isEmpty();
    }

    /** Where answers to any of the questions have changed since; null where none has. */
    @Nullable
    Span since(SourcePosition since, long[] questions) {
        Span changes = after(since, ofAll);
        for (long question : questions) {
            changes = Span.both(changes, after(since, byQuestion.getOrDefault(question, List.of())));
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

    /** Everybody has been evaluated since. */
    void clear() {
        byQuestion.keySet().forEach(question -> store.delete(key(question)));
        byQuestion.clear();
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

    private static byte[] key(long question) {
        return new KeyWriter().tag(ANSWER).bits(question).toBytes();
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
