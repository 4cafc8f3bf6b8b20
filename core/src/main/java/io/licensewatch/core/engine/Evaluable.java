package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.frontier.TaskClock;

/** Lets the phases after it run only at a frontier at which tenants can be evaluated. */
final class Evaluable implements Phase {
    private final TaskClock clock;
    private final Intake shared;
    private final BufferedRows buffered;

    Evaluable(TaskClock clock, Intake shared, BufferedRows buffered) {
        this.clock = clock;
        this.shared = shared;
        this.buffered = buffered;
    }

    @Override
    public Left run(StepBudget budget) {
        boolean evaluable = clock.open()
                && !shared.newest().isAfter(clock.position()) // reference data is that of a later frontier
                && !buffered.allAhead(clock.position());
        return evaluable ? Left.NOTHING : Left.WAITS;
    }
}
