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
 * What makes a late evaluation say what one in time would have said. A tenant that was due at a frontier which was skipped is as
 * it was then, if neither its rows nor the answers that it asks for have changed since: so it is evaluated as of that frontier.
 * Time is computed, not observed. Only where something has changed at a frontier that was skipped and again behind it is there
 * a state that nobody knows.
 */
final class Backlog {
    private static final int SKIPPED = 0x01;
    private static final int ANSWERS = 0x02;
    private static final int EVALUATED = 0x03;
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {(byte) 0xFF};

    private final SkippedFrontiers skipped;
    private final ChangedLookups answers;
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
        this.answers = new ChangedLookups(new Space(store, ANSWERS));
        this.evaluated = new Space(store, EVALUATED);
        this.queue = queue;
        this.dependencies = dependencies;
        this.timers = timers;
    }

    ChangedLookups answers() {
        return answers;
    }

    /** The next frontier is there, and not all is done that was due at this one. */
    void skipped(Frontier frontier) {
        skipped.add(frontier);
    }

    /** Nothing is left to do at any frontier so far. */
    void passed() {
        skipped.clear();
        answers.clear();
    }

    /**
     * Nothing can be evaluated as of a frontier so far. Answers that have changed may do so as of later ones: reference data is read
     * ahead of a tenant's rows.
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
            return new Due(present, pending.unseen());
        }
        long[] asked = answers.any() ? dependencies.asked(tenantId) : DependencyIndex.NOTHING;
        return due(tenantId, pending, asked, present);
    }

    /** The same, once it is known what it asks for now: that answer, too, has to have been the same since. */
    Due due(String tenantId, Due known, long[] asks, Frontier present) {
        if (skipped.isEmpty() || !answers.any()) {
            return known;
        }
        long[] both = LongStream.concat(LongStream.of(dependencies.asked(tenantId)), LongStream.of(asks))
                .toArray();
        return due(tenantId, queue.of(tenantId), both, present);
    }

    private Due due(String tenantId, Pending pending, long[] asked, Frontier present) {
        Span changes = pending.rows();
        if (answers.any()) {
            changes = Span.both(changes, answers.since(evaluatedAsOf(tenantId), asked));
        }
        Instant timer = timers.due(Timers.Timer.evaluate(tenantId));
        Frontier byTime = timer == null || timer.isAfter(present.sourceTime()) ? null : dueSince(timer, present);
        boolean unseen = pending.unseen()
                || (timer != null && byTime != null && skipped.droppedIsDue(timer))
                || (changes != null && skipped.droppedCovers(changes.first()));
        if (changes == null) {
            return new Due(byTime == null ? present : byTime, unseen);
        }
        Frontier asOf = skipped.covering(changes.last(), present);
        boolean missed = isBefore(skipped.covering(changes.first(), present), asOf) || isBefore(byTime, asOf);
        return new Due(asOf, unseen || missed);
    }

    private static boolean isBefore(@Nullable Frontier a, Frontier b) {
        return a != null && b.position().isAfter(a.position());
    }

    /** Remembers how far a tenant is, while others are not. */
    void evaluated(String tenantId, Frontier asOf) {
        queue.evaluated(tenantId, asOf.position());
        if (answers.any()) {
            anyEvaluated = true;
            forgotten = FIRST;
            evaluated.put(
                    key(tenantId), new KeyWriter().position(asOf.position()).toBytes());
        }
    }

    /** Forgets some of that once nothing is left to do. */
    void tidy(int limit) {
        if (!anyEvaluated || answers.any()) {
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
