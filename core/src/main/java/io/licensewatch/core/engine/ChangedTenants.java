package io.licensewatch.core.engine;

import io.licensewatch.core.timer.WakeQueue;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tenants that are to be evaluated, since their rows have changed or for another reason that is not time, and where in the log
 * their rows changed. Who is in it survives the process; how far the changes of each go does not, and of those that an earlier
 * process has left nobody knows how they were in between.
 */
final class ChangedTenants {
    private final WakeQueue queue;
    private final Map<String, Pending> pending = new HashMap<>();

    ChangedTenants(WakeQueue queue) {
        this.queue = queue;
    }

    /**
     * What is pending of a tenant.
     *
     * @param rows where its rows have changed; null if they have not
     * @param until it has to be evaluated as of here or later, once
     * @param unseen whether it was not evaluated at a frontier at which it may have been as it was not before nor after
     */
    record Pending(@Nullable Span rows, SourcePosition until, boolean unseen) {
        static final Pending NOTHING = new Pending(null, SourcePosition.START, false);

        private Pending and(Pending other) {
            return new Pending(Span.both(rows, other.rows), Span.later(until, other.until), unseen || other.unseen);
        }
    }

    /** Rows of the tenant have changed; returns whether nothing was pending of it. */
    boolean changed(String tenantId, Span rows) {
        return add(tenantId, rows.first(), new Pending(rows, rows.last(), false));
    }

    /** There is another reason to evaluate it; returns whether nothing was pending of it. */
    boolean woken(String tenantId, SourcePosition at) {
        return add(tenantId, at, new Pending(null, at, false));
    }

    private boolean add(String tenantId, SourcePosition from, Pending more) {
        Pending former = pending.get(tenantId);
        if (former != null) {
            pending.put(tenantId, former.and(more));
            return false;
        }
        SourcePosition left = queue.from(tenantId);
        if (left == null) {
            queue.put(tenantId, from);
            pending.put(tenantId, more);
            return true;
        }
        pending.put(tenantId, more.and(leftBehind(left)));
        return false;
    }

    private static Pending leftBehind(SourcePosition from) {
        return new Pending(Span.from(from), from, true);
    }

    /** What is pending of a tenant, whoever is evaluating it. */
    Pending of(String tenantId) {
        Pending known = pending.get(tenantId);
        if (known != null) {
            return known;
        }
        SourcePosition left = queue.from(tenantId);
        return left == null ? Pending.NOTHING : leftBehind(left);
    }

    List<String> due(SourcePosition frontier, int limit) {
        return queue.due(frontier, limit);
    }

    /** How many are due at a frontier. */
    long count(SourcePosition frontier) {
        return queue.due(frontier, Integer.MAX_VALUE).size();
    }

    /** It has been evaluated as of there. */
    void evaluated(String tenantId, SourcePosition asOf) {
        Pending former = of(tenantId);
        if (former.until().isAfter(asOf)) {
            pending.put(tenantId, new Pending(null, former.until(), false));
            queue.put(tenantId, former.until());
        } else {
            pending.remove(tenantId);
            queue.remove(tenantId);
        }
    }

    /**
     * It could not be evaluated at a frontier, as its rows are further: the next one does.
     *
     * @param due whether it was due by time, or for an answer that has changed
     */
    void ahead(String tenantId, SourcePosition frontier, boolean due) {
        Pending former = of(tenantId);
        Span rows = former.rows();
        boolean changedBefore = rows != null && !rows.first().isAfter(frontier);
        SourcePosition next = new SourcePosition(frontier.epoch(), frontier.previousCommit(), frontier.lsn() + 1);
        Span left = rows == null ? null : new Span(changedBefore ? next : rows.first(), Span.later(next, rows.last()));
        pending.put(
                tenantId, new Pending(left, Span.later(next, former.until()), former.unseen() || due || changedBefore));
        queue.put(tenantId, next);
    }
}
