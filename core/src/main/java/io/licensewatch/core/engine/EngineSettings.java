package io.licensewatch.core.engine;

import java.time.Duration;

/**
 * How much an engine does in one step, so that a flood of due work does not hold up the changes behind it, and how often it
 * repeats itself.
 *
 * @param stepBudget tenants looked at, or timers folded, in one step
 * @param statusPace time between two statuses of one tenant, at least; alerts and commands do not wait
 * @param residentBytes that a task's decoded tenants may take, about
 */
public record EngineSettings(int stepBudget, Duration statusPace, long residentBytes) {
    /** Room for some thousand tenants. */
    private static final long RESIDENT_BYTES = 16L << 20;

    public EngineSettings {
        if (stepBudget < 1) {
            throw new IllegalArgumentException("step budget must be at least 1, not " + stepBudget);
        }
        if (residentBytes < 0) {
            throw new IllegalArgumentException("resident bytes must not be negative: " + residentBytes);
        }
        if (statusPace.isNegative()) {
            throw new IllegalArgumentException("status pace must not be negative: " + statusPace);
        }
    }

    public EngineSettings(int stepBudget, Duration statusPace) {
        this(stepBudget, statusPace, RESIDENT_BYTES);
    }

    /** A tenant takes some tenths of a millisecond, so a step stays well under a second. */
    public static EngineSettings defaults() {
        return new EngineSettings(400, Duration.ofSeconds(1));
    }
}
