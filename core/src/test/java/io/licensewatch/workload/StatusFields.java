package io.licensewatch.workload;

import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A status in the words of the oracles: what they compute from scratch is held against it, field by field. */
public final class StatusFields {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Rules with a {@code for} duration. The alerts of all others say at each frontier exactly whether the condition holds. */
    private static final Set<String> DELAYED = Set.of("seat-utilization", "rbac-drift");

    private StatusFields() {}

    public static Map<String, String> of(TenantStatus status) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("inScope", String.valueOf(status.inScope()));
        TenantStatus.Seats seats = status.seats();
        fields.put("seats", words(seats.used(), seats.limit(), seats.percent(), seats.stage()));
        status.features()
                .forEach(feature -> fields.put(
                        "feature " + feature.featureId(),
                        words(
                                feature.licensed(),
                                feature.reason(),
                                iso(feature.coveredUntil()),
                                iso(feature.resumesAt()),
                                feature.stage())));
        TenantStatus.CoverageGap gap = status.forecast().coverageGap();
        if (gap != null) {
            fields.put(
                    "gap",
                    words(iso(gap.from()), iso(gap.until()), String.join(",", gap.featureIds()), gap.affectedUsers()));
        }
        TenantStatus.Drift drift = status.drift();
        fields.put("drift", words(drift.effectiveItems(), drift.latentItems(), drift.affectedUsers()));
        drift.items()
                .forEach(item -> fields.put(
                        "drift " + item.roleId() + " " + item.resource(),
                        words(item.mode(), String.join(",", item.missingFeatures()), item.affectedUsers())));
        TenantStatus.Onboarding onboarding = status.onboarding();
        fields.put(
                "onboarding",
                words(
                        onboarding.completed(),
                        onboarding.currentStep(),
                        String.join(",", onboarding.completedSteps()),
                        iso(onboarding.lastProgressAt()),
                        onboarding.stalled()));
        for (TenantStatus.OpenAlert alert : status.openAlerts()) {
            if (!DELAYED.contains(alert.rule())) {
                fields.put("open " + alert.rule(), alert.stage());
            }
        }
        return fields;
    }

    /** The fields in which the two differ, each with both values. */
    public static List<String> differences(Map<String, String> expected, Map<String, String> published) {
        Set<String> fields = new TreeSet<>(expected.keySet());
        fields.addAll(published.keySet());
        return fields.stream()
                .filter(field -> !Objects.equals(expected.get(field), published.get(field)))
                .map(field -> field + ": expected " + expected.get(field) + ", published " + published.get(field))
                .toList();
    }

    static String words(@Nullable Object... values) {
        StringBuilder words = new StringBuilder();
        for (Object value : values) {
            words.append(words.isEmpty() ? "" : " ").append(value == null ? "-" : value);
        }
        return words.toString();
    }

    static @Nullable String iso(@Nullable Instant time) {
        return time == null ? null : ISO.format(time);
    }
}
