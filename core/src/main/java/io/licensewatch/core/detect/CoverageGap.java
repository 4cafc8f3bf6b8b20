package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next time at which something that is licensed stops being so, if nobody does anything.
 *
 * @param from when the coverage of these features ends, exclusive
 * @param until when all of them are covered again by grants that exist already; null for never
 * @param featureIds those whose coverage ends then, sorted
 * @param affectedUsers the tenant's users, as with the alerts about it
 */
public record CoverageGap(Instant from, @Nullable Instant until, List<String> featureIds, long affectedUsers) {
    public CoverageGap {
        featureIds = List.copyOf(featureIds);
    }

    /** Null when nothing ends. */
    static @Nullable CoverageGap ahead(Coverage coverage, long users, Instant now) {
        Instant from = Instant.MAX;
        for (FeatureCoverage feature : coverage.features()) {
            if (endsAhead(feature, now)) {
                from = Coverage.earlier(from, feature.coveredUntil());
            }
        }
        if (from.equals(Instant.MAX)) {
            return null;
        }
        Instant end = from;
        List<FeatureCoverage> ending = coverage.features().stream()
                .filter(feature ->
                        endsAhead(feature, now) && feature.coveredUntil().equals(end))
                .toList();
        return new CoverageGap(
                from,
                resumes(ending, coverage.subscriptionEnd()),
                ending.stream().map(FeatureCoverage::featureId).sorted().toList(),
                users);
    }

    private static boolean endsAhead(FeatureCoverage feature, Instant now) {
        return feature.licensed()
                && feature.coveredUntil().isAfter(now)
                && !feature.coveredUntil().equals(Instant.MAX);
    }

    /** A grant that begins after the end of the subscription covers nothing. */
    private static @Nullable Instant resumes(List<FeatureCoverage> ending, Instant subscriptionEnd) {
        Instant last = Instant.MIN;
        for (FeatureCoverage feature : ending) {
            Instant resumesAt = feature.resumesAt();
            if (resumesAt == null || !resumesAt.isBefore(subscriptionEnd)) {
                return null;
            }
            last = resumesAt.isAfter(last) ? resumesAt : last;
        }
        return last;
    }
}
