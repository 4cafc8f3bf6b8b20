package io.licensewatch.schemas.status;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The health of all tenants and materialized views together, true at {@code asOf}. Costs and gains are points of the score.
 *
 * @param score mean over the live tenants' scores, less 10 per failing and 5 per stale view, rounded down, from 0 to 100;
 *     100 without a live tenant
 * @param liveTenants tenants in scope
 * @param parts what each rule with an open alert costs, dearest first
 * @param worstTenants the tenants with the lowest scores, lowest first; cut to 10, and to those below 100
 * @param fixes open alerts whose end would raise the score to {@code healthUnhealthyBelow} or more, most gain first; cut to 100;
 *     empty if the score is that high
 * @param fixesNeeded how many fixes are needed; 0 if the score is that high, null if the 1,000 worst tenants and the views do not
 *     suffice
 * @param rules the thresholds of the rules in force; null in records of earlier releases
 */
public record SystemHealth(
        int score,
        long liveTenants,
        List<Part> parts,
        List<TenantScore> worstTenants,
        List<Fix> fixes,
        @Nullable Integer fixesNeeded,
        @Nullable Rules rules,
        TenantStatus.AsOf asOf) {
    /** The record key: there is one system. */
    public static final String KEY = "system";

    public SystemHealth {
        parts = List.copyOf(parts);
        worstTenants = List.copyOf(worstTenants);
        fixes = List.copyOf(fixes);
    }

    /** The score from which on it is healthy. */
    public int healthyFrom() {
        return rules == null ? 50 : rules.healthUnhealthyBelow();
    }

    /** The same health as of another point. */
    public SystemHealth at(TenantStatus.AsOf other) {
        return new SystemHealth(score, liveTenants, parts, worstTenants, fixes, fixesNeeded, rules, other);
    }

    /** @param cost points that the rule's open alerts take from the score, in hundredths */
    public record Part(String rule, long openAlerts, double cost) {}

    public record TenantScore(String tenantId, int score) {}

    /**
     * Each is the setting {@code licensewatch.rules.} with its name in hyphens, such as {@code seats-near-percent}, where it
     * is described.
     */
    public record Rules(
            int seatsNearPercent,
            int seatsExceededPercent,
            int seatsCriticalPercent,
            Duration expiryNotice,
            Duration expirySoon,
            Duration expiryFinal,
            Duration expiredEscalation,
            long expiredCriticalAbove,
            long driftSeniorAbove,
            Duration onboardingStall,
            long viewFailuresAbove,
            Duration viewStaleAfter,
            Duration feedSilence,
            Duration impactWindow,
            long impactTenants,
            long impactWidespreadTenants,
            int healthUnhealthyBelow,
            int healthFailingBelow) {
        public Rules {
            Objects.requireNonNull(expiryNotice, "expiryNotice");
            Objects.requireNonNull(expirySoon, "expirySoon");
            Objects.requireNonNull(expiryFinal, "expiryFinal");
            Objects.requireNonNull(expiredEscalation, "expiredEscalation");
            Objects.requireNonNull(onboardingStall, "onboardingStall");
            Objects.requireNonNull(viewStaleAfter, "viewStaleAfter");
            Objects.requireNonNull(feedSilence, "feedSilence");
            Objects.requireNonNull(impactWindow, "impactWindow");
        }
    }

    /**
     * @param gain points that the score gains when the alert ends, in hundredths; shared evenly among alerts that only help
     * together
     */
    public record Fix(String tenantId, String rule, String subject, double gain) {}
}
