package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.timer.Timers;

/**
 * Begins the step again if a tenant that was evaluated as of a skipped frontier is due once more before the present one: such as one whose licence has
 * expired in between.
 */
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
