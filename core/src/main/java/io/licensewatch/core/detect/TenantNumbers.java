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
    public record Feature(FeatureCoverage.Reason reason, Instant coveredUntil) {}

    /** How bad it is by each rule that alerts. */
    public Map<Rule, Grade> grades(Instant now, DetectionSettings settings) {
        Map<Rule, Grade> grades = new EnumMap<>(Rule.class);
        if (!inScope) {
            return grades;
        }
        licences(grades, now, settings);
        put(grades, Rule.SEAT_UTILIZATION, Grades.seats(seatsUsed, seatLimit, settings.seats()));
        put(grades, Rule.RBAC_DRIFT, Grades.drift(driftItems, driftUsers, settings));
        put(grades, Rule.ONBOARDING_STALLED, Grades.onboarding(onboardingCompleted, lastProgressAt, now, settings));
        return grades;
    }

    private void licences(Map<Rule, Grade> grades, Instant now, DetectionSettings settings) {
        Instant ending = Instant.MAX;
        ExpiryStage nearest = ExpiryStage.NONE;
        Instant ended = Instant.MAX;
        for (Feature feature : features) {
            ExpiryStage stage = ExpiryStage.of(feature.reason(), feature.coveredUntil(), now, settings);
            if (stage == ExpiryStage.EXPIRED) {
                ended = Coverage.earlier(feature.coveredUntil(), ended);
            } else if (stage.isAhead() && feature.coveredUntil().isBefore(ending)) {
                ending = feature.coveredUntil();
                nearest = stage;
            }
        }
        put(grades, Rule.LICENSE_EXPIRING, Grades.expiring(nearest));
        if (ended.isBefore(Instant.MAX)) {
            grades.put(Rule.LICENSE_EXPIRED, Grades.expired(ended, seatsUsed, now, settings));
        }
    }

    private static void put(Map<Rule, Grade> grades, Rule rule, @Nullable Grade grade) {
        if (grade != null) {
            grades.put(rule, grade);
        }
    }
}
