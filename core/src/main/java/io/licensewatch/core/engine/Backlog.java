package io.licensewatch.core.engine;

import io.licensewatch.core.engine.EvaluationQueue.Pending;
import io.licensewatch.core.frontier.SkippedFrontiers;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.Space;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a late evaluation publish what one without delay would have published. A tenant that was due at a frontier which was skipped is as
 * it was then, if neither its rows nor the results of its lookups have changed since: so it is evaluated as of that frontier.
 * Time is computed, not observed. Only where something has changed at a frontier that was skipped and again after it is there
 * a state that nobody knows.
 */
final class Backlog {
    private static final int SKIPPED = 0x01;
    private static final int CHANGED_LOOKUPS = 0x02;
    private static final int EVALUATED = 0x03;
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {(byte) 0xFF};

    private final SkippedFrontiers skipped;
    private final ChangedLookups changedLookups;
    private final EvaluationQueue queue;
    private final KeyValues evaluated;
    private final DependencyIndex dependencies;
    private final Timers timers;
    /** Whether something may be remembered of how far tenants are. */
    private boolean anyEvaluated = true;
    /** Up to here it is forgotten: a scan reads over all that has been deleted. */
    private byte[] forgotten = FIRST;

    /** @param store for this alone */
    Backlog(KeyValues store, EvaluationQueue queue, DependencyIndex dependencies, Timers timers) {
        this.skipped = new SkippedFrontiers(new Space(store, SKIPPED));
        this.changedLookups = new ChangedLookups(new Space(store, CHANGED_LOOKUPS));
        this.evaluated = new Space(store, EVALUATED);
        this.queue = queue;
        this.dependencies = dependencies;
        this.timers = timers;
    }

    ChangedLookups changedLookups() {
        return changedLookups;
    }

    /** The next frontier is there, and not all is done that was due at this one. */
    void skipped(Frontier frontier) {
        skipped.add(frontier);
    }

    /** Nothing is left to do at any frontier so far. */
    void passed() {
        skipped.clear();
        changedLookups.clear();
    }

    /**
     * Nothing can be evaluated as of a frontier so far. Changed lookups stay: reference data is read ahead of a tenant's rows, so they
     * may count as of a later frontier.
     */
    void forgetSkipped() {
        skipped.clear();
    }

    /** The first frontier at which something was due that time has ended. */
    Frontier dueSince(Instant due, Frontier present) {
        return skipped.dueSince(due, present);
    }

    /** The first frontier that covers the position. */
    Frontier covering(SourcePosition position, Frontier present) {
        return skipped.covering(position, present);
    }

    /** As of when to evaluate a tenant, by what is known before that. */
    Due due(String tenantId, Frontier present) {
        Pending pending = queue.of(tenantId);
        if (skipped.isEmpty()) {
            return new Due(present, pending.missedState());
        }
        long[] lookups = changedLookups.any() ? dependencies.lookups(tenantId) : DependencyIndex.NOTHING;
        return due(tenantId, pending, lookups, present);
    }

    /** The same, once the lookups of the present evaluation are known: their results, too, must not have changed since. */
    Due due(String tenantId, Due known, long[] used, Frontier present) {
        if (skipped.isEmpty() || !changedLookups.any()) {
            return known;
        }
        long[] both = LongStream.concat(LongStream.of(dependencies.lookups(tenantId)), LongStream.of(used))
                .toArray();
        return due(tenantId, queue.of(tenantId), both, present);
    }

    private Due due(String tenantId, Pending pending, long[] lookups, Frontier present) {
        Span changes = pending.rows();
        if (changedLookups.any()) {
            changes = Span.both(changes, changedLookups.since(evaluatedAsOf(tenantId), lookups));
        }
        Instant timer = timers.due(Timers.Timer.evaluate(tenantId));
        Frontier byTime = timer == null || timer.isAfter(present.sourceTime()) ? null : dueSince(timer, present);
        boolean missedState = pending.missedState()
                || (timer != null && byTime != null && skipped.droppedIsDue(timer))
                || (changes != null && skipped.droppedCovers(changes.first()));
        if (changes == null) {
            return new Due(byTime == null ? present : byTime, missedState);
        }
        Frontier asOf = skipped.covering(changes.last(), present);
        boolean missed = isBefore(skipped.covering(changes.first(), present), asOf) || isBefore(byTime, asOf);
        return new Due(asOf, missedState || missed);
    }

    private static boolean isBefore(@Nullable Frontier a, Frontier b) {
        return a != null && b.position().isAfter(a.position());
    }

    /** Remembers how far a tenant is, while others are not. */
    void evaluated(String tenantId, Frontier asOf) {
        queue.evaluated(tenantId, asOf.position());
        if (changedLookups.any()) {
            anyEvaluated = true;
            forgotten = FIRST;
            evaluated.put(
                    key(tenantId), new KeyWriter().position(asOf.position()).toBytes());
        }
    }

    /** Forgets some of that once nothing is left to do. */
    void tidy(int limit) {
        if (!anyEvaluated || changedLookups.any()) {
            return;
        }
        List<byte[]> keys = new ArrayList<>();
        evaluated.scan(forgotten, LAST, (key, value) -> {
            keys.add(key);
            return keys.size() < limit;
        });
        keys.forEach(evaluated::delete);
        anyEvaluated = keys.size() == limit;
        forgotten = anyEvaluated ? KeyWriter.after(keys.get(limit - 1)) : FIRST;
    }

    private SourcePosition evaluatedAsOf(String tenantId) {
        byte[] stored = evaluated.get(key(tenantId));
        return stored == null ? SourcePosition.START : new KeyReader(stored).position();
    }

    private static byte[] key(String tenantId) {
        return new KeyWriter().text(tenantId).toBytes();
    }
}
