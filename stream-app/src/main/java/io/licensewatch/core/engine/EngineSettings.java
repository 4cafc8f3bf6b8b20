package io.licensewatch.core.engine;

/**
 * How much an engine does in one step, so that a flood of due work does not hold up the changes behind it.
 *
 * @param stepBudget tenants looked at, or timers folded, in one step
 */
public record EngineSettings(int stepBudget) {
    public EngineSettings {
        if (stepBudget < 1) {
            throw new IllegalArgumentException("step budget must be at least 1, not " + stepBudget);
        }
    }

    /** A tenant takes some tenths of a millisecond, so a step stays well under a second. */
    public static EngineSettings defaults() {
        return new EngineSettings(1000);
    }
}
