package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.schemas.source.Frontier;
import org.jspecify.annotations.Nullable;

/** Publishes that nothing is left to do at a frontier. */
final class PublishPassed implements Phase {
    private final Backlog backlog;
    private final BackfillProgress progress;
    private final TaskClock clock;
    private final TenantOutput output;
    /** Not durable: to publish it twice does no harm. */
    private @Nullable Frontier passed;

    PublishPassed(Backlog backlog, BackfillProgress progress, TaskClock clock, TenantOutput output) {
        this.backlog = backlog;
        this.progress = progress;
        this.clock = clock;
        this.output = output;
    }

    /** The last frontier at which nothing was left to do, since this process began; null before that. */
    @Nullable
    Frontier passed() {
        return passed;
    }

    /** Whether nothing is left to do at the present frontier, or none has been reached yet. */
    boolean presentIsPassed() {
        return clock.frontier() == null || (passed != null && !clock.position().isAfter(passed.position()));
    }

    @Override
    public Left run(StepBudget budget) {
        if (!presentIsPassed()) {
            passed = clock.present();
            progress.evaluationEnds();
            output.passed(passed);
            backlog.passed();
        }
        backlog.tidy(budget.items());
        return Left.NOTHING;
    }
}
