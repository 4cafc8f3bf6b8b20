package io.licensewatch.console.feed;

import io.licensewatch.schemas.status.TenantStatus;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counters of tenants by kind. The kinds of a tenant are stored with it, so that exactly these are decremented when it changes;
 * the counters are written once per transaction.
 */
final class Tally {
    private static final String TENANTS = "tenants";
    private static final String WITH_ISSUES = "with issues";
    private static final String SEATS = "seats\t";
    private static final String ONBOARDING = "onboarding\t";
    private static final String FEATURE = "feature\t";

    private final Map<String, Integer> changes = new HashMap<>();

    /** The kinds of a tenant; none if it is not in scope. */
    static String of(TenantStatus status) {
        if (!status.inScope()) {
            return "";
        }
        Stream<String> itself =
                Stream.of(TENANTS, SEATS + plain(status.seats().stage()), ONBOARDING + onboarding(status.onboarding()));
        Stream<String> issues = status.openAlerts().isEmpty() ? Stream.empty() : Stream.of(WITH_ISSUES);
        Stream<String> features = status.features().stream()
                .filter(TenantStatus.Feature::licensed)
                .map(feature -> FEATURE + plain(feature.featureId()) + "\t" + plain(feature.featureCode()));
        return Stream.of(itself, issues, features).flatMap(kinds -> kinds).collect(Collectors.joining("\n"));
    }

    private static String onboarding(TenantStatus.Onboarding onboarding) {
        if (onboarding.completed()) {
            return "completed";
        }
        return onboarding.stalled() ? "stalled" : "in_progress";
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
    }

    void move(@Nullable String before, String after) {
        if (!after.equals(before)) {
            add(before == null ? "" : before, -1);
            add(after, 1);
        }
    }

    private void add(String counted, int tenants) {
        counted.lines().forEach(what -> changes.merge(what, tenants, Integer::sum));
    }

    void write(Statements sql) throws SQLException {
        for (Map.Entry<String, Integer> change : changes.entrySet()) {
            sql.run(
                    "INSERT INTO tally (what, tenants) VALUES (?, ?)"
                            + " ON CONFLICT (what) DO UPDATE SET tenants = tenants + excluded.tenants",
                    change.getKey(),
                    change.getValue());
        }
        if (!changes.isEmpty()) {
            sql.run("DELETE FROM tally WHERE tenants = 0");
            changes.clear();
        }
    }

    void clear(Statements sql) throws SQLException {
        changes.clear();
        sql.run("DELETE FROM tally");
    }
}
