package io.licensewatch.core.detect;

import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.source.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Licences that end, and that have ended. Each is one alert per tenant, about all features concerned; its stage is that
 * of the feature that is nearest to its end, or longest past it.
 */
final class LicenseDetector implements Detector {
    @Override
    public Detection detect(Assessment tenant, DetectionSettings settings) {
        List<FeatureCoverage> ending = new ArrayList<>();
        List<FeatureCoverage> ended = new ArrayList<>();
        for (FeatureCoverage feature : tenant.coverage().features()) {
            if (feature.stage() == ExpiryStage.EXPIRED) {
                ended.add(feature);
            } else if (feature.stage().isAhead()) {
                ending.add(feature);
            }
        }
        ending.sort(Comparator.comparing(FeatureCoverage::coveredUntil));
        ended.sort(Comparator.comparing(FeatureCoverage::coveredUntil));
        Grade expiring = ending.isEmpty() ? null : Grades.expiring(ending.get(0).stage());
        Observation ahead = expiring == null
                ? new Observation.Absent(Rule.LICENSE_EXPIRING, endOf(ended, tenant.now(), settings))
                : new Observation.Holds(Rule.LICENSE_EXPIRING, expiring(expiring, tenant, ending, settings));
        Instant recheckAt = tenant.coverage().stageChangesAt();
        if (ended.isEmpty()) {
            return new Detection(List.of(ahead, new Observation.Absent(Rule.LICENSE_EXPIRED, "CLEARED")), recheckAt);
        }
        Instant since = ended.get(0).coveredUntil();
        Grade expired = Grades.expired(since, tenant.seats().used(), tenant.now(), settings);
        if (expired.level() == Level.L1) {
            recheckAt = Coverage.earlier(recheckAt, since.plus(settings.expiredEscalation()));
        }
        Observation over = new Observation.Holds(Rule.LICENSE_EXPIRED, expired(expired, tenant, ended, settings));
        return new Detection(List.of(ahead, over), recheckAt);
    }

    /**
     * Why nothing is ending any more. A feature may have lapsed long ago and stay so: only what ended just now, within
     * the length of the last stage, can be what the alert was about.
     */
    private static String endOf(List<FeatureCoverage> ended, Instant now, DetectionSettings settings) {
        for (FeatureCoverage feature : ended) {
            if (Duration.between(feature.coveredUntil(), now).compareTo(settings.last()) <= 0) {
                return "EXPIRED";
            }
        }
        return "CLEARED";
    }

    private static Finding expiring(
            Grade grade, Assessment tenant, List<FeatureCoverage> ending, DetectionSettings settings) {
        FeatureCoverage first = ending.get(0);
        Duration left = Duration.between(tenant.now(), first.coveredUntil());
        long users = tenant.seats().used();
        return new Finding(
                grade,
                "Licence for " + Words.features(ending) + " ends " + Words.in(left) + ", on "
                        + Words.lastDay(first.coveredUntil(), settings.zone()) + "; " + Words.users(users)
                        + " would lose access.",
                new Measurement(
                        Words.wholeDays(left),
                        threshold(first.stage(), settings).toDays(),
                        "days"),
                users,
                details(tenant, ending),
                fingerprint(ending),
                evidence(tenant, ending));
    }

    private static Duration threshold(ExpiryStage stage, DetectionSettings settings) {
        return switch (stage) {
            case NOTICE -> settings.notice();
            case SOON -> settings.soon();
            default -> settings.last();
        };
    }

    private static Finding expired(
            Grade grade, Assessment tenant, List<FeatureCoverage> ended, DetectionSettings settings) {
        FeatureCoverage first = ended.get(0);
        long users = tenant.seats().used();
        Duration overdue = Duration.between(first.coveredUntil(), tenant.now());
        return new Finding(
                grade,
                "Licence for " + Words.features(ended) + " ended on "
                        + Words.lastDay(first.coveredUntil(), settings.zone()) + "; " + Words.users(users) + " "
                        + (users == 1 ? "has" : "have") + " lost access.",
                new Measurement(overdue.toHours(), 0, "hours"),
                users,
                details(tenant, ended),
                fingerprint(ended),
                evidence(tenant, ended));
    }

    private static LicenseDetails details(Assessment tenant, List<FeatureCoverage> features) {
        return new LicenseDetails(
                features.stream().map(LicenseDetails.FeatureEnd::of).toList(),
                !tenant.coverage().subscriptionEnd().isAfter(tenant.now()),
                tenant.coverageGap());
    }

    private static String fingerprint(List<FeatureCoverage> features) {
        return String.join(
                ",", features.stream().map(FeatureCoverage::featureId).sorted().toList());
    }

    /** The rows that made the end: the tenant's, where its subscription ends first, and the grants, soonest first. */
    private static List<Evidence> evidence(Assessment tenant, List<FeatureCoverage> features) {
        List<Evidence> evidence = new ArrayList<>();
        TenantRow row = tenant.facts().tenant();
        Instant subscriptionEnd = tenant.coverage().subscriptionEnd();
        if (row != null && features.stream().anyMatch(one -> one.coveredUntil().equals(subscriptionEnd))) {
            evidence.add(row.origin().evidence());
        }
        features.stream()
                .flatMap(feature -> feature.grants().stream())
                .filter(GrantRow::active)
                .limit(Finding.MAX_EVIDENCE - evidence.size())
                .forEach(grant -> evidence.add(grant.origin().evidence()));
        return evidence;
    }
}
