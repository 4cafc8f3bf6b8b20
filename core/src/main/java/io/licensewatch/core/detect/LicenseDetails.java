package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The features whose licence ends or has ended, soonest first.
 *
 * @param boundBySubscription whether the subscription has ended, so that no grant covers anything
 * @param gap what ends next, of all features of the tenant; null when nothing does
 */
public record LicenseDetails(
        List<FeatureEnd> features,
        boolean boundBySubscription,
        @Nullable CoverageGap gap) implements Details {
    private static final int MAX_LISTED = 100;

    public LicenseDetails {
        features = List.copyOf(features);
    }

    /**
     * One feature's end.
     *
     * @param coveredUntil exclusive
     * @param resumesAt when a later grant takes over after a gap; null when none does
     */
    public record FeatureEnd(
            String featureId,
            @Nullable String featureCode,
            Instant coveredUntil,
            @Nullable Instant resumesAt,
            ExpiryStage stage) {
        static FeatureEnd of(FeatureCoverage feature) {
            return new FeatureEnd(
                    feature.featureId(),
                    feature.featureCode(),
                    feature.coveredUntil(),
                    feature.resumesAt(),
                    feature.stage());
        }

        private Map<String, @Nullable Object> asJson() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("featureId", featureId);
            json.put("featureCode", featureCode);
            json.put("coveredUntil", coveredUntil.toString());
            json.put("resumesAt", resumesAt == null ? null : resumesAt.toString());
            json.put("stage", stage.name());
            return json;
        }
    }

    public List<String> featureIds() {
        return features.stream().map(FeatureEnd::featureId).sorted().toList();
    }

    @Override
    public Map<String, @Nullable Object> asJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "coveredUntil",
                features.isEmpty() ? null : features.get(0).coveredUntil().toString());
        json.put(
                "features",
                features.stream().limit(MAX_LISTED).map(FeatureEnd::asJson).toList());
        json.put("featuresLeftOut", Math.max(0, features.size() - MAX_LISTED));
        json.put("coverageGap", gap == null ? null : json(gap));
        return json;
    }

    private static Map<String, @Nullable Object> json(CoverageGap gap) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Instant until = gap.until();
        json.put("from", gap.from().toString());
        json.put("until", until == null ? null : until.toString());
        json.put("featureIds", gap.featureIds().stream().limit(MAX_LISTED).toList());
        json.put("featuresLeftOut", Math.max(0, gap.featureIds().size() - MAX_LISTED));
        json.put("affectedUsers", gap.affectedUsers());
        return json;
    }
}
