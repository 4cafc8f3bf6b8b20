package io.licensewatch.console.read;

import io.licensewatch.console.read.TenantFilter.SeatsStage;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The number of tenants in scope by kind; read from indexes and counters, never from all records. */
public final class Counts {
    private static final int MOST_FEATURES = 500;

    private Counts() {}

    /** By the stage of their seats. */
    public static Map<SeatsStage, Long> seats(Handle handle) {
        Map<SeatsStage, Long> counts = new EnumMap<>(SeatsStage.class);
        for (SeatsStage stage : SeatsStage.values()) {
            counts.put(stage, tally(handle, "seats\t" + stage));
        }
        return counts;
    }

    /** All of them. */
    public static long tenants(Handle handle) {
        return tally(handle, "tenants");
    }

    /** By the state of onboarding: completed, in_progress, stalled. */
    public static Map<String, Long> onboarding(Handle handle) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String state : List.of("completed", "in_progress", "stalled")) {
            counts.put(state, tally(handle, "onboarding\t" + state));
        }
        return counts;
    }

    private static long tally(Handle handle, String what) {
        return handle.createQuery("SELECT tenants FROM tally WHERE what = :what")
                .bind("what", what)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** @param featureCode null if no catalogue has it */
    public record Feature(String featureId, @Nullable String featureCode, long tenants) {}

    /** The number of tenants with each feature licensed, most first; at most {@value #MOST_FEATURES}. */
    public static List<Feature> features(Handle handle) {
        return handle.createQuery("SELECT what, tenants FROM tally WHERE what > 'feature\t' AND what < 'feature\n'"
                        + " AND tenants > 0 ORDER BY tenants DESC, what LIMIT :most")
                .bind("most", MOST_FEATURES)
                .map((row, context) -> {
                    String[] parts = row.getString(1).split("\t", -1);
                    return new Feature(parts[1], parts[2].isEmpty() ? null : parts[2], row.getLong(2));
                })
                .list();
    }

    /** @param issues open alerts of tenants */
    public record Validated(long tenants, long withIssues, long issues, long critical) {}

    public static Validated validated(Handle handle) {
        long[] alerts = handle.createQuery("""
                        SELECT count(*), coalesce(sum(severity = :critical), 0) FROM alert
                        WHERE tenant_id <> :system""")
                .bind("critical", Severity.CRITICAL.ordinal())
                .bind("system", AlertEvent.SYSTEM_TENANT)
                .map((row, context) -> new long[] {row.getLong(1), row.getLong(2)})
                .one();
        return new Validated(tenants(handle), tally(handle, "with issues"), alerts[0], alerts[1]);
    }
}
