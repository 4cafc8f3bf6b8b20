package io.licensewatch.core.system;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.status.Score;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The score of the system, exactly.
 *
 * @param live tenants in scope
 * @param sum of their scores
 * @param failingViews views whose refreshes fail
 * @param staleViews views that have not been refreshed for too long
 */
public record HealthScore(long live, long sum, long failingViews, long staleViews) {
    private static final String FAILING = "FAILING";
    static final int FAILING_VIEW = 10;
    static final int STALE_VIEW = 5;

    /** As if there were one, of full score, where there is none. */
    long tenants() {
        return Math.max(1, live);
    }

    /** Points, times {@link #tenants()}; may be less than nothing. */
    long points() {
        long scores = live == 0 ? Score.FULL : sum;
        return scores - tenants() * (FAILING_VIEW * failingViews + STALE_VIEW * staleViews);
    }

    /** Rounded down, so that it is below a limit exactly when the mean is. */
    public int score() {
        return (int) Math.max(0, Math.floorDiv(points(), tenants()));
    }

    List<SystemHealth.Part> parts(Map<String, TenantScores.RuleTotal> rules) {
        List<SystemHealth.Part> parts = new ArrayList<>();
        rules.forEach((rule, total) ->
                parts.add(new SystemHealth.Part(rule, total.open(), hundredths(total.cost(), tenants()))));
        if (failingViews > 0) {
            parts.add(part(Rule.VIEW_REFRESH_FAILING, failingViews, FAILING_VIEW));
        }
        if (staleViews > 0) {
            parts.add(part(Rule.VIEW_STALE, staleViews, STALE_VIEW));
        }
        parts.sort(Comparator.comparing(SystemHealth.Part::cost).reversed().thenComparing(SystemHealth.Part::rule));
        return parts;
    }

    private static SystemHealth.Part part(Rule rule, long views, int each) {
        return new SystemHealth.Part(rule.id(), views, (double) views * each);
    }

    /** A share of so many hundredths, as points with two decimals. */
    static double hundredths(long hundredths, long parts) {
        return Math.round((double) hundredths / parts) / 100.0;
    }

    /** How bad it is; null when it is healthy. */
    public @Nullable Grade grade(SystemSettings settings) {
        if (score() < settings.failingBelow()) {
            return Grade.critical(FAILING, 2, Level.L3);
        }
        return score() < settings.unhealthyBelow() ? Grade.critical("UNHEALTHY", 1, Level.L2) : null;
    }

    Observation observation(SystemSettings settings) {
        Grade grade = grade(settings);
        if (grade == null) {
            return new Observation.Absent(Rule.SYSTEM_HEALTH, "CLEARED");
        }
        int score = score();
        boolean failing = grade.stage().equals(FAILING);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("liveTenants", live);
        details.put("failingViews", failingViews);
        details.put("staleViews", staleViews);
        Finding finding = new Finding(
                grade,
                "The health score is " + score + " of 100 over " + live + " live tenant" + (live == 1 ? "." : "s."),
                new Measurement(score, failing ? settings.failingBelow() : settings.unhealthyBelow(), "points"),
                0,
                new PlainDetails(details),
                "",
                List.of());
        return new Observation.Holds(Rule.SYSTEM_HEALTH, finding);
    }
}
