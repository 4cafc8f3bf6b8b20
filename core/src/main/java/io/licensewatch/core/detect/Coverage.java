package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.TenantFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's grants cover its features at one time: what is licensed, until when, and when that changes.
 *
 * @param features by feature id
 * @param licensed ids of the features that are licensed now
 * @param subscriptionEnd what bounds every feature's end; {@link Instant#MAX} for nothing
 */
public record Coverage(List<FeatureCoverage> features, Set<String> licensed, Instant subscriptionEnd) {
    private static final String PAID = "active";

    /** Stands for a subscription end of -infinity: a time that every calendar and reader knows. */
    private static final Instant SINCE_EVER = Instant.parse("0001-01-01T00:00:00Z");

    public Coverage {
        features = List.copyOf(features);
        licensed = Set.copyOf(licensed);
    }

    static Coverage of(TenantFacts facts, Instant now, DetectionSettings settings) {
        Map<String, List<GrantRow>> byFeature = new TreeMap<>();
        for (GrantRow grant : facts.grants()) {
            byFeature.computeIfAbsent(grant.featureId(), f -> new ArrayList<>()).add(grant);
        }
        Instant bound = subscriptionEnd(facts.tenant(), settings);
        List<FeatureCoverage> features = new ArrayList<>(byFeature.size());
        Set<String> licensed = new HashSet<>();
        byFeature.forEach((featureId, grants) -> {
            FeatureCoverage feature = feature(featureId, grants, facts.reference(), bound, now, settings);
            features.add(feature);
            if (feature.licensed()) {
                licensed.add(featureId);
            }
        });
        return new Coverage(features, licensed, bound);
    }

    /** A paid subscription leaves the end of the trial before it standing; it means nothing any more. */
    private static Instant subscriptionEnd(@Nullable TenantRow tenant, DetectionSettings settings) {
        if (tenant == null || PAID.equalsIgnoreCase(tenant.subscriptionStatus())) {
            return Instant.MAX;
        }
        Instant end = Interval.orNever(tenant.subscriptionEnd().asEnd(settings.zone()));
        return end.isBefore(SINCE_EVER) ? SINCE_EVER : end;
    }

    private static FeatureCoverage feature(
            String featureId,
            List<GrantRow> grants,
            Reference reference,
            Instant bound,
            Instant now,
            DetectionSettings settings) {
        String code = reference.featureCode(featureId);
        if (!reference.featureLive(featureId)) {
            return uncovered(featureId, code, FeatureCoverage.Reason.RETIRED, null, grants);
        }
        Interval past = null;
        Interval present = null;
        Interval future = null;
        for (Interval interval : Interval.union(grants, settings.zone())) {
            if (interval.contains(now)) {
                present = interval;
            } else if (!interval.end().isAfter(now)) {
                past = interval;
            } else if (future == null) {
                future = interval;
            }
        }
        Instant resumesAt = future == null ? null : future.start();
        if (present != null) {
            Instant end = earlier(present.end(), bound);
            return new FeatureCoverage(
                    featureId,
                    code,
                    true,
                    FeatureCoverage.Reason.ACTIVE,
                    end,
                    resumesAt,
                    ExpiryStage.of(FeatureCoverage.Reason.ACTIVE, end, now, settings),
                    present.end(),
                    earlier(ExpiryStage.changesAt(end, now, settings), present.end()),
                    grants);
        }
        if (past != null) {
            Instant change = resumesAt == null ? Instant.MAX : resumesAt;
            Instant end = earlier(past.end(), bound);
            return new FeatureCoverage(
                    featureId,
                    code,
                    false,
                    FeatureCoverage.Reason.LAPSED,
                    end,
                    resumesAt,
                    ExpiryStage.of(FeatureCoverage.Reason.LAPSED, end, now, settings),
                    change,
                    change,
                    grants);
        }
        FeatureCoverage.Reason reason =
                future == null ? FeatureCoverage.Reason.INACTIVE : FeatureCoverage.Reason.NOT_STARTED;
        return uncovered(featureId, code, reason, resumesAt, grants);
    }

    private static FeatureCoverage uncovered(
            String featureId,
            @Nullable String code,
            FeatureCoverage.Reason reason,
            @Nullable Instant resumesAt,
            List<GrantRow> grants) {
        Instant change = resumesAt == null ? Instant.MAX : resumesAt;
        return new FeatureCoverage(
                featureId, code, false, reason, Instant.MAX, resumesAt, ExpiryStage.NONE, change, change, grants);
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    Instant stageChangesAt() {
        Instant at = Instant.MAX;
        for (FeatureCoverage feature : features) {
            at = earlier(at, feature.stageChangesAt());
        }
        return at;
    }

    Instant licenseChangesAt() {
        Instant at = Instant.MAX;
        for (FeatureCoverage feature : features) {
            at = earlier(at, feature.licenseChangesAt());
        }
        return at;
    }
}
