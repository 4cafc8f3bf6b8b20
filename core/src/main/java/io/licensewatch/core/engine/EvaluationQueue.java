package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tenants that need an evaluation, since their rows have changed or for another reason that is not time, and where in the log
 * their rows changed. The tenant that has waited longest is first. The queue is durable: tenants that are still in it when the store
 * is flushed are stored then, and most never are.
 */
final class EvaluationQueue {
    private static final int VERSION = 1;
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {(byte) 0xFF};

    private final KeyValues store;
    private final Consumer<String> added;
    private final boolean putOff;
    private final Map<String, Pending> pending = new HashMap<>();
    private final NavigableSet<Place> queue = new TreeSet<>();
    /** Tenants that the store has. */
    private final Set<String> stored = new HashSet<>();
    /** Of which the store may have something else. */
    private final Set<String> touched = new HashSet<>();

    /**
     * Makes the queue of a task.
     *
     * @param store for this alone
     * @param added gets each tenant that was not in the queue and is now
     */
    EvaluationQueue(KeyValues store, Consumer<String> added) {
        this.store = store;
        this.added = added;
        store.scan(FIRST, LAST, (key, value) -> {
            String tenantId = tenantOf(key);
            Pending left = Pending.read(value);
            pending.put(tenantId, left);
            queue.add(new Place(left.from(), tenantId));
            stored.add(tenantId);
            return true;
        });
        this.putOff = store.beforeFlush(this::put);
    }

    private record Place(SourcePosition from, String tenantId) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::from).thenComparing(Place::tenantId);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What is pending of a tenant.
     *
     * @param from it is due at frontiers from here on
     * @param rows where its rows have changed; null if they have not
     * @param until it has to be evaluated as of here or later, once
     * @param missedState whether it was not evaluated at a frontier at which its state may have been one that it had neither before nor
     *     after
     */
    record Pending(SourcePosition from, @Nullable Span rows, SourcePosition until, boolean missedState) {
        static final Pending NOTHING = new Pending(SourcePosition.START, null, SourcePosition.START, false);

        private Pending and(SourcePosition since, @Nullable Span moreRows, SourcePosition to) {
            return new Pending(
                    from.isAfter(since) ? since : from, Span.both(rows, moreRows), Span.later(until, to), missedState);
        }

        static Pending read(byte[] stored) {
            ValueReader in = new ValueReader(stored, VERSION);
            SourcePosition from = in.position();
            SourcePosition until = in.position();
            boolean missedState = in.flag();
            return new Pending(from, in.flag() ? new Span(in.position(), in.position()) : null, until, missedState);
        }

        byte[] toBytes() {
            ValueWriter out = new ValueWriter(VERSION).position(from).position(until);
            out.flag(missedState).flag(rows != null);
            if (rows != null) {
                out.position(rows.first()).position(rows.last());
            }
            return out.toBytes();
        }
    }

    private static byte[] key(String tenantId) {
        return new KeyWriter().text(tenantId).toBytes();
    }

    private static String tenantOf(byte[] key) {
        return new KeyReader(key).text();
    }

    private void put() {
        for (String tenantId : touched) {
            Pending left = pending.get(tenantId);
            byte[] key = key(tenantId);
            if (left != null) {
                store.put(key, left.toBytes());
                stored.add(tenantId);
            } else if (stored.remove(tenantId)) {
                store.delete(key);
            }
        }
        touched.clear();
    }

    /** Rows of the tenant have changed. It is evaluated at the frontier that covers them. */
    void rowsChanged(String tenantId, Span rows) {
        add(tenantId, rows.first(), rows, rows.last());
    }

    void rowsChanged(String tenantId, SourcePosition at) {
        rowsChanged(tenantId, Span.of(at));
    }

    /** There is another reason to evaluate the tenant. */
    void request(String tenantId, SourcePosition at) {
        add(tenantId, at, null, at);
    }

    private void add(String tenantId, SourcePosition from, @Nullable Span rows, SourcePosition until) {
        Pending former = pending.get(tenantId);
        Pending next = former == null ? new Pending(from, rows, until, false) : former.and(from, rows, until);
        if (!next.equals(former)) { // rows of a snapshot share their position: each further one would be put again
            set(tenantId, former, next);
        }
        if (former == null) {
            added.accept(tenantId);
        }
    }

    private void set(String tenantId, @Nullable Pending former, @Nullable Pending next) {
        if (next == null) {
            pending.remove(tenantId);
        } else {
            pending.put(tenantId, next);
        }
        if (former == null || next == null || !former.from().equals(next.from())) {
            if (former != null) {
                queue.remove(new Place(former.from(), tenantId));
            }
            if (next != null) {
                queue.add(new Place(next.from(), tenantId));
            }
        }
        touched.add(tenantId);
        if (!putOff) {
            put();
        }
    }

    /** What is pending of a tenant, whoever is evaluating it. */
    Pending of(String tenantId) {
        return pending.getOrDefault(tenantId, Pending.NOTHING);
    }

    /** Whether anything is pending of a tenant. */
    boolean contains(String tenantId) {
        return pending.containsKey(tenantId);
    }

    /** Whether something is pending since before a frontier. */
    boolean anyBefore(SourcePosition frontier) {
        return !queue.isEmpty() && frontier.isAfter(queue.first().from());
    }

    /** Those that are due at a frontier, the first first. */
    List<String> due(SourcePosition frontier, int limit) {
        List<String> due = new ArrayList<>();
        for (Place place : queue) {
            if (due.size() == limit || place.from().isAfter(frontier)) {
                break;
            }
            due.add(place.tenantId());
        }
        return due;
    }

    /** How many are due at a frontier. */
    long count(SourcePosition frontier) {
        return due(frontier, Integer.MAX_VALUE).size();
    }

    /** It has been evaluated as of there. */
    void evaluated(String tenantId, SourcePosition asOf) {
        Pending former = pending.get(tenantId);
        if (former == null) {
            return;
        }
        boolean later = former.until().isAfter(asOf);
        set(tenantId, former, later ? new Pending(former.until(), null, former.until(), false) : null);
    }

    /** A tenant of the queue could not be evaluated at a frontier, as its rows are newer. The next frontier does. */
    void postponeChanged(String tenantId, SourcePosition frontier) {
        postpone(tenantId, frontier, false);
    }

    /** As {@link #postponeChanged}, of a tenant that was due by time, or because a lookup has changed. */
    void postponeDue(String tenantId, SourcePosition frontier) {
        postpone(tenantId, frontier, true);
    }

    private void postpone(String tenantId, SourcePosition frontier, boolean due) {
        Pending former = of(tenantId);
        Span rows = former.rows();
        boolean changedBefore = rows != null && !rows.first().isAfter(frontier);
        SourcePosition next = new SourcePosition(frontier.epoch(), frontier.previousCommit(), frontier.lsn() + 1);
        Span left = rows == null ? null : new Span(changedBefore ? next : rows.first(), Span.later(next, rows.last()));
        set(
                tenantId,
                pending.get(tenantId),
                new Pending(
                        next, left, Span.later(next, former.until()), former.missedState() || due || changedBefore));
    }
}
