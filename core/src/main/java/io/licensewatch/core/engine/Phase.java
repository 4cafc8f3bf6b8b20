package io.licensewatch.core.engine;

/** A part of what a task does in a step. The phases of an engine run in their order. */
public interface Phase {
    /** Does some of its work, as much as the budget allows. */
    Left run(StepBudget budget);

    /** What a phase has left. */
    enum Left {
        /** Nothing: the next phase runs in the same step. */
        NOTHING,
        /** More work: the step ends here, and the next step begins with the first phase. */
        MORE,
        /** Work that has to wait for a later frontier, as does that of the phases after it. */
        WAITS;

        public static Left moreIf(boolean more) {
            return more ? MORE : NOTHING;
        }
    }
}
