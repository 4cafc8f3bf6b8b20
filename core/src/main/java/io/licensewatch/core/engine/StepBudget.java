package io.licensewatch.core.engine;

/**
 * How much one step does, so that a flood of due work does not delay the changes behind it. Evaluations are shared by all phases of the
 * step. Each phase that does something else has a budget of its own.
 */
public final class StepBudget {
    /** Applying a row is this many times cheaper than evaluating a tenant. */
    private static final int ROWS_PER_EVALUATION = 5;
    /** Checking a stored entry is this many times cheaper than evaluating a tenant. */
    private static final int ENTRIES_PER_EVALUATION = 20;

    private final int whole;
    private final int rows;
    private int evaluations;

    private StepBudget(int evaluations, int rows) {
        this.whole = evaluations;
        this.rows = rows;
        this.evaluations = evaluations;
    }

    public static StepBudget of(EngineSettings settings) {
        return new StepBudget(settings.stepBudget(), settings.stepBudget() * ROWS_PER_EVALUATION);
    }

    /** Of an engine that evaluates nothing. */
    static StepBudget ofRows(int rows) {
        return new StepBudget(0, rows);
    }

    /** Rows that a phase may apply or send. */
    int rows() {
        return rows;
    }

    /** Stored entries that a phase may check. */
    int entries() {
        return whole * ENTRIES_PER_EVALUATION;
    }

    /** Small things that a phase may do, each as cheap as an evaluation at most. */
    int items() {
        return whole;
    }

    /** Evaluations that are left of the step. */
    public int evaluations() {
        return evaluations;
    }

    public void evaluated(int count) {
        evaluations -= count;
    }
}
