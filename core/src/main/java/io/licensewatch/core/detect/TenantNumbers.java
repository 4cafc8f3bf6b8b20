package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the thresholds of the rules are held against, and nothing else of a tenant: whoever knows no more can still say what
 * {@link TenantDetectors} say, under any thresholds. Zone and closed statuses are none: they decide the numbers themselves.
 *
 * @param seatLimit null when unlimited or unknown
 * @param driftItems that concern a role which somebody holds
 * @param driftUsers who hold such a role
 * @param lastProgressAt of onboarding; null where unknown
 */
public record TenantNumbers(
        boolean inScope,
        long seatsUsed,
        @Nullable Long seatLimit,
        List<Feature> features,
        long driftItems,
        long driftUsers,
        boolean onboardingCompleted,
        @Nullable Instant lastProgressAt) {

    public TenantNumbers {
        features = List.copyOf(features);
    }

    /** @param coveredUntil exclusive; {@link Instant#MAX} when it has no end or never began */
    public record Feature(FeatureCoverage.Reason reason, Instant coveredUntil) {
        private ExpiryStage stage(Instant now, DetectionSettings settings) {
            return ExpiryStage.of(reason, coveredUntil, now, settings);
        }
    }

    /** How bad it is by each rule that alerts. */
    public Map<Rule, Grade> grades(Instant now, DetectionSettings settings) {
        Map<Rule, Grade> grades = new EnumMap<>(Rule.class);
        if (!inScope) {
            return grades;
        }
        for (Rule rule : Rule.ofTenants()) {
            Grade grade = grade(rule, now, settings);
            if (grade != null) {
                grades.put(rule, grade);
            }
        }
        return grades;
    }

    private @Nullable Grade grade(Rule rule, Instant now, DetectionSettings settings) {
        return switch (rule) {
            case LICENSE_EXPIRING -> expiring(now, settings);
            case LICENSE_EXPIRED -> expired(now, settings);
            case SEAT_UTILIZATION -> Grades.seats(seatsUsed, seatLimit, settings.seats());
            case RBAC_DRIFT -> Grades.drift(driftItems, driftUsers, settings);
            case ONBOARDING_STALLED -> Grades.onboarding(onboardingCompleted, lastProgressAt, now, settings);
            // Of the system: no tenant's numbers.
            case VIEW_REFRESH_FAILING, VIEW_STALE, SYSTEM_HEALTH, MULTI_TENANT_IMPACT, FEED_STALLED, REMEDIATION_HELD ->
                null;
        };
    }

    private @Nullable Grade expiring(Instant now, DetectionSettings settings) {
        Instant ending = Instant.MAX;
        ExpiryStage nearest = ExpiryStage.NONE;
        for (Feature feature : features) {
            ExpiryStage stage = feature.stage(now, settings);
            if (stage.isAhead() && feature.coveredUntil().isBefore(ending)) {
                ending = feature.coveredUntil();
                nearest = stage;
            }
        }
        return Grades.expiring(nearest);
    }

    private @Nullable Grade expired(Instant now, DetectionSettings settings) {
        Instant ended = Instant.MAX;
        for (Feature feature : features) {
            if (feature.stage(now, settings) == ExpiryStage.EXPIRED) {
                ended = Coverage.earlier(feature.coveredUntil(), ended);
            }
        }
        return ended.isBefore(Instant.MAX) ? Grades.expired(ended, seatsUsed, now, settings) : null;
    }
}
