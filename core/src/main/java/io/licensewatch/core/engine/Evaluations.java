package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.core.timer.Timers;

/** Evaluates tenants that are due, and postpones those that have rows which are newer than the present frontier. */
final class Evaluations {
    private final BufferedRows buffered;
    private final EvaluationQueue queue;
    private final Timers timers;
    private final TenantStore tenants;
    private final ReferenceStore reference;
    private final TenantEvaluator evaluator;
    private final Backlog backlog;
    private final SeedMarks seeds;
    private final BackfillProgress progress;
    private final TaskClock clock;

    Evaluations(
            BufferedRows buffered,
            EvaluationQueue queue,
            Timers timers,
            TenantStore tenants,
            ReferenceStore reference,
            TenantEvaluator evaluator,
            Backlog backlog,
            SeedMarks seeds,
            BackfillProgress progress,
            TaskClock clock) {
        this.buffered = buffered;
        this.queue = queue;
        this.timers = timers;
        this.tenants = tenants;
        this.reference = reference;
        this.evaluator = evaluator;
        this.backlog = backlog;
        this.seeds = seeds;
        this.progress = progress;
        this.clock = clock;
    }

    /** A tenant of the queue. */
    void ofChanged(String tenantId) {
        if (isAhead(tenantId)) {
            queue.postponeChanged(tenantId, clock.position());
        } else {
            evaluate(tenantId);
        }
    }

    /** A tenant that is due by time, or because a lookup has changed. */
    void ofDue(String tenantId) {
        if (isAhead(tenantId)) {
            timers.clear(Timers.Timer.evaluate(tenantId));
            queue.postponeDue(tenantId, clock.position());
        } else {
            evaluate(tenantId);
        }
    }

    /** From here on the rows of a tenant that is ahead are buffered, so that the next frontier finds it exactly there. */
    private boolean isAhead(String tenantId) {
        boolean ahead = buffered.ahead(tenantId, clock.position());
        if (ahead) {
            buffered.buffer(tenantId);
        }
        return ahead;
    }

    private void evaluate(String tenantId) {
        seeds.evaluated(tenantId);
        progress.evaluated();
        TenantEvaluation evaluation = evaluator.evaluate(tenantId, reference.reference(), clock.present());
        backlog.evaluated(tenantId, evaluation.frontier());
        if (queue.contains(tenantId)) {
            // As of there nothing was left of the tenant, and it was forgotten. But it is due again since.
            tenants.know(tenantId);
        }
        NextEvaluation next = evaluation.next();
        timers.set(Timers.Timer.evaluate(tenantId), next.timer());
        if (next.isAtOnce()) {
            queue.rowsChanged(tenantId, evaluation.frontier().position());
        }
    }
}
