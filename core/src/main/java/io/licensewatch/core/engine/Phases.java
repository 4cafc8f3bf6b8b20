package io.licensewatch.core.engine;

import java.util.List;

/** The phases of an engine, in their order. */
public record Phases(List<Phase> inOrder) implements Phase {
    public Phases {
        inOrder = List.copyOf(inOrder);
    }

    public static Phases of(Phase... inOrder) {
        return new Phases(List.of(inOrder));
    }

    @Override
    public Left run(StepBudget budget) {
        for (Phase phase : inOrder) {
            Left left = phase.run(budget);
            if (left != Left.NOTHING) {
                return left;
            }
        }
        return Left.NOTHING;
    }
}
