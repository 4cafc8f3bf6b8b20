package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.AlertFilter;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.ScoreCurve;
import io.licensewatch.console.read.TenantFilter;
import io.licensewatch.console.read.TenantNames;
import io.licensewatch.console.read.TenantRow;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.console.read.WaitingRows;
import io.licensewatch.console.web.plot.Plot;
import io.licensewatch.console.web.plot.ScorePlot;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The overview: the present problems. */
public final class OverviewPage implements Site {
    private static final int WORST_ALERTS = 6;
    private static final int WORST_TENANTS = 8;
    private static final int FIXES = 5;
    private static final int USUALLY_HEALTHY_FROM = 50;

    private final Desk desk;

    OverviewPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param health null if unknown
     * @param byRule the number of open alerts of each rule, by severity
     * @param range the interval of the score's curve
     * @param step the interval of one point
     * @param wide the curve of the score; null if unknown
     * @param narrow the same curve for narrow screens
     * @param fixes the first fixes, with the name of the tenant
     */
    public record View(
            @Nullable SystemHealth health,
            List<AlertLine> worst,
            long openAlerts,
            Map<String, Map<Severity, Long>> byRule,
            List<WaitingRows.Held> held,
            PauseView pauses,
            List<TenantRow> tenants,
            ScoreRange range,
            Duration step,
            @Nullable Plot wide,
            @Nullable Plot narrow,
            List<NamedFix> fixes) {
        public int healthyFrom() {
            return OverviewPage.healthyFrom(health);
        }
    }

    public record NamedFix(String tenant, SystemHealth.Fix fix) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/",
                request -> desk.show(
                        request,
                        Section.OVERVIEW,
                        "Overview",
                        "overview.jte",
                        (handle, now) -> read(request, handle, now)),
                Role.VIEW);
    }

    private static View read(Context request, Handle handle, Instant now) {
        ScoreRange requested = Query.one(request, "score", ScoreRange.class);
        ScoreRange range = requested == null ? ScoreRange.DAY : requested;
        SystemHealth health = HealthRows.now(handle).orElse(null);
        Map<String, Map<Severity, Long>> byRule = new LinkedHashMap<>();
        AlertRows.counts(handle)
                .forEach(count -> byRule.computeIfAbsent(count.rule(), rule -> new TreeMap<>())
                        .put(count.severity(), count.alerts()));
        Instant from = now.minus(range.span());
        List<HealthRows.ScorePoint> points = ScoreCurve.of(handle, from, now);
        return new View(
                health,
                AlertRows.list(handle, AlertFilter.HEAVIEST_FIRST, Paging.first(WORST_ALERTS)).items().stream()
                        .map(alert -> AlertLine.of(handle, alert, now))
                        .toList(),
                byRule.values().stream()
                        .flatMap(counts -> counts.values().stream())
                        .mapToLong(Long::longValue)
                        .sum(),
                byRule,
                WaitingRows.held(handle),
                PauseView.of(handle, now),
                TenantRows.list(handle, TenantFilter.WORST_FIRST, Paging.first(WORST_TENANTS)).items().stream()
                        .filter(tenant -> tenant.score() < 100)
                        .toList(),
                range,
                HealthRows.step(from, now),
                points.isEmpty()
                        ? null
                        : ScorePlot.of(points, healthyFrom(health), from, now, range.words(), Plot.Width.WIDE),
                points.isEmpty()
                        ? null
                        : ScorePlot.of(points, healthyFrom(health), from, now, range.words(), Plot.Width.NARROW),
                fixes(handle, health));
    }

    private static int healthyFrom(@Nullable SystemHealth health) {
        return health == null ? USUALLY_HEALTHY_FROM : health.healthyFrom();
    }

    private static List<NamedFix> fixes(Handle handle, @Nullable SystemHealth health) {
        return health == null
                ? List.of()
                : health.fixes().stream()
                        .limit(FIXES)
                        .map(fix -> new NamedFix(
                                Words.tenant(
                                        TenantNames.of(handle, fix.tenantId()).orElse(null), fix.tenantId()),
                                fix))
                        .toList();
    }
}
