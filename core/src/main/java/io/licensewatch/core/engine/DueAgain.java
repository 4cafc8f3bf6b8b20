package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.timer.Timers;

/** Ends the step where a tenant that was evaluated as of an earlier frontier is due once more before the present one is passed. */
final class DueAgain implements Phase {
    private final EvaluationQueue queue;
    private final Timers timers;
    private final TaskClock clock;

    DueAgain(EvaluationQueue queue, Timers timers, TaskClock clock) {
        this.queue = queue;
        this.timers = timers;
        this.clock = clock;
    }

    @Override
    public Left run(StepBudget budget) {
        return Left.moreIf(queue.anyBefore(clock.position())
                || !timers.due(Timers.Kind.EVALUATE, clock.now(), 1).isEmpty());
    }
}
