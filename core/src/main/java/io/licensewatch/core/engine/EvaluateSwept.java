package io.licensewatch.core.engine;

/** Evaluates tenants that a change of the reference data may concern, after those that are due for another reason. */
final class EvaluateSwept implements Phase {
    private final Sweep sweep;
    private final Evaluations evaluations;

    EvaluateSwept(Sweep sweep, Evaluations evaluations) {
        this.sweep = sweep;
        this.evaluations = evaluations;
    }

    @Override
    public Left run(StepBudget budget) {
        budget.evaluated(sweep.step(budget.evaluations(), evaluations::ofDue));
        return Left.moreIf(budget.evaluations() == 0);
    }
}
