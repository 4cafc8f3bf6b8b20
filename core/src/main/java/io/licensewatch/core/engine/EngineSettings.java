package io.licensewatch.core.engine;

import java.time.Duration;

/**
 * How much an engine does in one step, so that a flood of due work does not delay the changes behind it, and how often it publishes.
 *
 * @param stepBudget tenants evaluated, or timers processed, in one step
 * @param statusPace least time between two statuses of one tenant; alerts and commands do not wait
 * @param residentBytes about how much memory the decoded tenants of a task may take
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
