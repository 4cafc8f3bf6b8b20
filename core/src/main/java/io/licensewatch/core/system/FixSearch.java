package io.licensewatch.core.system;

import io.licensewatch.core.status.Score;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches a small set of open alerts whose end would raise the score to the limit: greedy by gain per alert. A tenant's alerts may cost more
 * than its points, so that to end one gains nothing and to end several does: such alerts are one step.
 */
final class FixSearch {
    private final HealthScore health;
    private final int limit;
    private final List<Step> steps = new ArrayList<>();

    FixSearch(HealthScore health, int limit) {
        this.health = health;
        this.limit = limit;
    }

    /** Alerts that are ended together. */
    private record Step(List<SystemHealth.Fix> fixes, List<Long> gains) {
        long gain() {
            return gains.get(gains.size() - 1);
        }

        double gainEach() {
            return (double) gain() / fixes.size();
        }

        /** How many of them, in order, gain so much; all of them when that is not enough. */
        int needed(long lacking) {
            for (int i = 0; i < gains.size(); i++) {
                if (gains.get(i) >= lacking) {
                    return i + 1;
                }
            }
            return gains.size();
        }

        /** The key of the first alert: the order of steps that gain the same. */
        String first() {
            SystemHealth.Fix fix = fixes.get(0);
            return AlertEvent.key(fix.tenantId(), fix.rule(), fix.subject());
        }
    }

    void addView(String rule, String view, int cost) {
        long gain = cost * health.tenants();
        steps.add(new Step(List.of(new SystemHealth.Fix(AlertEvent.SYSTEM_TENANT, rule, view, cost)), List.of(gain)));
    }

    void addTenant(TenantScores.Tenant tenant) {
        List<TenantReport.Open> open = tenant.open().stream()
                .sorted(Comparator.comparing((TenantReport.Open alert) -> Score.cost(alert.severity()))
                        .reversed()
                        .thenComparing(TenantReport.Open::rule)
                        .thenComparing(TenantReport.Open::subject))
                .toList();
        long[] gains = gains(open);
        for (int from = 0; from < open.size(); ) {
            int to = steepest(gains, from);
            steps.add(step(tenant.tenantId(), open, gains, from, to));
            from = to;
        }
    }

    /** What ending the first n of them gains the tenant. */
    private static long[] gains(List<TenantReport.Open> open) {
        long raw =
                open.stream().mapToLong(alert -> Score.cost(alert.severity())).sum();
        long[] gains = new long[open.size() + 1];
        long left = raw;
        for (int n = 1; n <= open.size(); n++) {
            left -= Score.cost(open.get(n - 1).severity());
            gains[n] = Math.min(Score.FULL, raw) - Math.min(Score.FULL, left);
        }
        return gains;
    }

    private static int steepest(long[] gains, int from) {
        int best = from + 1;
        for (int to = from + 2; to < gains.length; to++) {
            if ((gains[to] - gains[from]) * (best - from) > (gains[best] - gains[from]) * (to - from)) {
                best = to;
            }
        }
        return best;
    }

    private Step step(String tenantId, List<TenantReport.Open> open, long[] gains, int from, int to) {
        double each = HealthScore.hundredths((gains[to] - gains[from]) * 100 / (to - from), health.tenants());
        List<SystemHealth.Fix> fixes = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        for (int i = from; i < to; i++) {
            TenantReport.Open alert = open.get(i);
            fixes.add(new SystemHealth.Fix(tenantId, alert.rule(), alert.subject(), each));
            steps.add(gains[i + 1] - gains[from]);
        }
        return new Step(fixes, steps);
    }

    /** Null when all of them do not suffice. */
    @Nullable
    List<SystemHealth.Fix> find() {
        steps.sort(Comparator.comparingDouble(Step::gainEach).reversed().thenComparing(Step::first));
        List<SystemHealth.Fix> found = new ArrayList<>();
        long lacking = limit * health.tenants() - health.points();
        for (Step step : steps) {
            if (lacking <= 0) {
                break;
            }
            found.addAll(step.fixes().subList(0, step.needed(lacking)));
            lacking -= step.gain();
        }
        return lacking <= 0 ? found : null;
    }
}
