package io.licensewatch.core.engine;

import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What ends by itself: an assignment, a ban. It is folded before a tenant that it concerns is evaluated: an assignment concerns its
 * tenant alone, a ban all where the user is.
 */
final class Ends {
    private final Timers timers;
    private final TenantStore tenants;
    private final Backlog backlog;
    private final Supplier<Frontier> present;
    private final BiConsumer<String, SourcePosition> changed;

    /** @param changed gets each tenant that is another, and from where in the log on */
    Ends(
            Timers timers,
            TenantStore tenants,
            Backlog backlog,
            Supplier<Frontier> present,
            BiConsumer<String, SourcePosition> changed) {
        this.timers = timers;
        this.tenants = tenants;
        this.backlog = backlog;
        this.present = present;
        this.changed = changed;
    }

    /** Folds bans; returns how many: fewer than the limit if none is left. */
    int foldBans(int limit) {
        Frontier frontier = present.get();
        List<Timers.Expired> due = timers.expired(Timers.Kind.BAN_ENDS, frontier.sourceTime(), limit);
        for (Timers.Expired end : due) {
            timers.clear(end.timer());
            TenantStore.Touched ban = tenants.endBan(end.timer().tenantId(), frontier.sourceTime());
            ban.tenants().forEach(tenantId -> changed.accept(tenantId, positionOf(end, ban.since(), frontier)));
        }
        return due.size();
    }

    /** Assignments that have ended, the earliest first; fewer than the limit if those are all. */
    List<Timers.Expired> assignments(int limit) {
        return timers.expired(Timers.Kind.ROW_ENDS, present.get().sourceTime(), limit);
    }

    /** Those of one tenant. */
    List<Timers.Expired> assignments(String tenantId, int limit) {
        return timers.expired(Timers.Kind.ROW_ENDS, tenantId, present.get().sourceTime(), limit);
    }

    void fold(List<Timers.Expired> assignments) {
        Frontier frontier = present.get();
        for (Timers.Expired end : assignments) {
            Timers.Timer timer = end.timer();
            timers.clear(timer);
            SourcePosition row = tenants.endAssignment(timer.tenantId(), timer.detail(), frontier.sourceTime());
            changed.accept(timer.tenantId(), positionOf(end, row, frontier));
        }
    }

    /** Where it would have been folded had it been in time. The row may say an end that was there before itself. */
    private SourcePosition positionOf(Timers.Expired end, SourcePosition row, Frontier frontier) {
        return Span.later(row, backlog.dueSince(end.due(), frontier).position());
    }
}
