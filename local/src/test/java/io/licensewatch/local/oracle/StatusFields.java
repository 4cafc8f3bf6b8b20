package io.licensewatch.local.oracle;

import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A status in the words of the oracle. */
public final class StatusFields {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

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
        return fields;
    }

    private static String words(@Nullable Object... values) {
        StringBuilder words = new StringBuilder();
        for (Object value : values) {
            words.append(words.isEmpty() ? "" : " ").append(value == null ? "-" : value);
        }
        return words.toString();
    }

    private static @Nullable String iso(@Nullable Instant time) {
        return time == null ? null : ISO.format(time);
    }
}
