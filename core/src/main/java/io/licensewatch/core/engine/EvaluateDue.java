package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.timer.Timers;
import java.util.List;

/**
 * Evaluates tenants that have changed, and then those that time has made due: none of the former waits for the latter, however many they
 * are.
 */
final class EvaluateDue implements Phase {
    private final EvaluationQueue queue;
    private final Timers timers;
    private final Evaluations evaluations;
    private final TaskClock clock;

    EvaluateDue(EvaluationQueue queue, Timers timers, Evaluations evaluations, TaskClock clock) {
        this.queue = queue;
        this.timers = timers;
        this.evaluations = evaluations;
        this.clock = clock;
    }

    @Override
    public Left run(StepBudget budget) {
        List<String> changed = queue.due(clock.position(), budget.evaluations());
        changed.forEach(evaluations::ofChanged);
        budget.evaluated(changed.size());
        if (budget.evaluations() > 0) {
            List<Timers.Timer> due = timers.due(Timers.Kind.EVALUATE, clock.now(), budget.evaluations());
            due.forEach(timer -> evaluations.ofDue(timer.tenantId()));
            budget.evaluated(due.size());
        }
        return Left.moreIf(budget.evaluations() == 0);
    }
}
