package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.List;

/**
 * Folds rows that have ended by time: assignments and bans. Each is folded before a tenant that it concerns is evaluated. An assignment
 * concerns its tenant alone, a ban all tenants of the user.
 */
final class EndedRows implements Phase {
    private final Timers timers;
    private final TenantStore tenants;
    private final Backlog backlog;
    private final EvaluationQueue queue;
    private final Evaluations evaluations;
    private final TaskClock clock;

    EndedRows(
            Timers timers,
            TenantStore tenants,
            Backlog backlog,
            EvaluationQueue queue,
            Evaluations evaluations,
            TaskClock clock) {
        this.timers = timers;
        this.tenants = tenants;
        this.backlog = backlog;
        this.queue = queue;
        this.evaluations = evaluations;
        this.clock = clock;
    }

    @Override
    public Left run(StepBudget budget) {
        int limit = budget.items();
        int bans = foldBans(limit);
        if (bans == limit) {
            return Left.MORE;
        }
        List<Timers.Expired> ended = assignments(limit);
        if (ended.size() == limit) {
            foldBehindChanges(limit);
            return Left.MORE;
        }
        fold(ended);
        return Left.NOTHING;
    }

    /** Returns how many: fewer than the limit if none is left. */
    private int foldBans(int limit) {
        List<Timers.Expired> due = timers.expired(Timers.Kind.BAN_ENDS, clock.now(), limit);
        for (Timers.Expired end : due) {
            timers.clear(end.timer());
            TenantStore.Touched ban = tenants.endBan(end.timer().tenantId(), clock.now());
            ban.tenants().forEach(tenantId -> queue.rowsChanged(tenantId, positionOf(end, ban.since())));
        }
        return due.size();
    }

    /**
     * More rows have ended than a step folds. Here, too, tenants that have changed are evaluated first, each after its own ended rows have been
     * folded. A tenant with more of them than is left of the step waits for its turn among the others.
     */
    private void foldBehindChanges(int limit) {
        int left = limit;
        for (String tenantId : queue.due(clock.position(), limit)) {
            if (left == 0) {
                break;
            }
            List<Timers.Expired> own = timers.expired(Timers.Kind.ROW_ENDS, tenantId, clock.now(), left);
            if (own.size() < left) {
                fold(own);
                evaluations.ofChanged(tenantId);
                left -= own.size() + 1;
            }
        }
        if (left > 0) {
            fold(assignments(left));
        }
    }

    /** Assignments that have ended, the earliest first; fewer than the limit if those are all. */
    private List<Timers.Expired> assignments(int limit) {
        return timers.expired(Timers.Kind.ROW_ENDS, clock.now(), limit);
    }

    private void fold(List<Timers.Expired> assignments) {
        for (Timers.Expired end : assignments) {
            Timers.Timer timer = end.timer();
            timers.clear(timer);
            SourcePosition row = tenants.endAssignment(timer.tenantId(), timer.detail(), clock.now());
            queue.rowsChanged(timer.tenantId(), positionOf(end, row));
        }
    }

    /** Where the row would have been folded without delay. A row may have an end that is before the row itself. */
    private SourcePosition positionOf(Timers.Expired end, SourcePosition row) {
        return Span.later(row, backlog.dueSince(end.due(), clock.present()).position());
    }
}
