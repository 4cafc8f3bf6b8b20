package io.licensewatch.core.system;

import io.licensewatch.core.status.Score;
import java.time.Duration;

/**
 * The numbers of the rules about the system.
 *
 * @param viewFailuresAbove a view fails when more finished refreshes in a row than this have failed
 * @param viewStaleAfter a view is stale when it has not been refreshed for longer
 * @param feedSilence the feed has stalled when all tasks have passed no frontier for so long
 * @param impactWindow within which tenants that become critical by one rule are counted together
 * @param impactTenants from so many tenants on it is an incident of its own
 * @param widespreadTenants from so many on, if they are a quarter of all, it has the last level
 * @param unhealthyBelow the health score below which somebody is paged
 * @param failingBelow the health score below which the alert has the last level
 */
public record SystemSettings(
        long viewFailuresAbove,
        Duration viewStaleAfter,
        Duration feedSilence,
        Duration impactWindow,
        long impactTenants,
        long widespreadTenants,
        int unhealthyBelow,
        int failingBelow) {
    public SystemSettings {
        if (viewStaleAfter.isNegative() || feedSilence.isNegative() || impactWindow.isNegative()) {
            throw new IllegalArgumentException("a duration is negative");
        }
        if (viewFailuresAbove < 0 || impactTenants < 1 || widespreadTenants < impactTenants) {
            throw new IllegalArgumentException("a number of failures or tenants is out of range");
        }
        if (failingBelow < 0 || unhealthyBelow < failingBelow || unhealthyBelow > Score.FULL) {
            throw new IllegalArgumentException("a score is out of range: " + unhealthyBelow + ", " + failingBelow);
        }
    }

    public static SystemSettings defaults() {
        return new SystemSettings(
                2, Duration.ofHours(1), Duration.ofSeconds(60), Duration.ofMinutes(15), 3, 10, 50, 25);
    }
}
