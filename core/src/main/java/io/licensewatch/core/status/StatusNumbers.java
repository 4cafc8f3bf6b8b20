package io.licensewatch.core.status;

import io.licensewatch.core.detect.FeatureCoverage;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.TenantNumbers;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a published status says of the numbers that thresholds are held against.
 *
 * @param unknown rules of which it does not say all that they need
 */
public record StatusNumbers(TenantNumbers numbers, Set<Rule> unknown) {
    public StatusNumbers {
        unknown = Set.copyOf(unknown);
    }

    public static StatusNumbers of(TenantStatus status) {
        return new StatusNumbers(
                new TenantNumbers(
                        status.inScope(),
                        status.seats().used(),
                        status.seats().limit(),
                        status.features().stream().map(StatusNumbers::feature).toList(),
                        status.drift().effectiveItems(),
                        status.drift().affectedUsers(),
                        status.onboarding().completed(),
                        status.onboarding().lastProgressAt()),
                unknown(status));
    }

    private static TenantNumbers.Feature feature(TenantStatus.Feature feature) {
        Instant end = feature.coveredUntil();
        return new TenantNumbers.Feature(
                reason(feature).orElse(FeatureCoverage.Reason.INACTIVE), end == null ? Instant.MAX : end);
    }

    /** Empty for one that a later release has written. */
    private static Optional<FeatureCoverage.Reason> reason(TenantStatus.Feature feature) {
        return Arrays.stream(FeatureCoverage.Reason.values())
                .filter(reason -> reason.name().equals(feature.reason()))
                .findFirst();
    }

    private static Set<Rule> unknown(TenantStatus status) {
        Set<Rule> unknown = EnumSet.noneOf(Rule.class);
        if (!status.inScope()) {
            return unknown; // no rule alerts, whatever else there is
        }
        for (Rule rule : Rule.ofTenants()) {
            if (status.insufficientData().contains(rule.id())) {
                unknown.add(rule);
            }
        }
        boolean understood =
                status.features().stream().allMatch(feature -> reason(feature).isPresent());
        if (status.featuresLeftOut() > 0 || !understood) {
            unknown.add(Rule.LICENSE_EXPIRING);
            unknown.add(Rule.LICENSE_EXPIRED);
        }
        return unknown;
    }
}
