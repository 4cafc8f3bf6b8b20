package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Intake;
import java.util.List;

/** Takes rows that were far from any frontier and are near one now, before anything else. */
public final class FarRowsFirst implements Phase {
    private final List<Intake> inputs;

    public FarRowsFirst(Intake... inputs) {
        this.inputs = List.of(inputs);
    }

    @Override
    public Left run(StepBudget budget) {
        for (Intake input : inputs) {
            boolean more = input.takeFarRows(budget.rows());
            if (more) {
                return Left.MORE;
            }
        }
        return Left.NOTHING;
    }
}
