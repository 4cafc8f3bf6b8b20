package io.licensewatch.console.runbook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.api.QueryParameters;
import io.licensewatch.console.read.AlertFilter;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.Counts;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.TenantFilter;
import io.licensewatch.console.read.TenantFilter.Order;
import io.licensewatch.console.read.TenantFilter.SeatsStage;
import io.licensewatch.console.read.TenantRow;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The state of licensing in one answer. */
final class LicenseHealth {
    private static final int MOST_TENANTS = 100;
    private static final int MOST_ALERTS = 100;

    private LicenseHealth() {}

    static void read(Handle handle, QueryParameters parameters, ObjectNode body) {
        SystemHealth health = HealthRows.now(handle).orElse(null);
        body.set("health_score", Json.MAPPER.valueToTree(health == null ? null : health.score()));
        body.set(
                "timestamp",
                Json.MAPPER.valueToTree(health == null ? null : health.asOf().sourceTime()));
        system(body.putObject("system_health"), health);
        utilization(handle, body.putObject("license_utilization"));
        adoption(handle, body);
        ObjectNode onboarding = body.putObject("onboarding");
        Counts.onboarding(handle).forEach((state, tenants) -> onboarding.put(state, tenants));
        anomalies(handle, body.putObject("anomalies"));
        body.set("validation", Validation.summary(handle));
    }

    private static void system(ObjectNode body, @Nullable SystemHealth health) {
        if (health == null) {
            body.put("status", "UNKNOWN").putNull("live_tenants");
            body.putArray("costs");
            body.putArray("worst_tenants");
            body.putArray("fixes");
            body.putNull("fixes_needed");
            return;
        }
        body.put("status", health.score() >= health.healthyFrom() ? "HEALTHY" : "UNHEALTHY")
                .put("live_tenants", health.liveTenants());
        ArrayNode costs = body.putArray("costs");
        health.parts()
                .forEach(part -> costs.addObject()
                        .put("rule", part.rule())
                        .put("open_alerts", part.openAlerts())
                        .put("cost", part.cost()));
        ArrayNode worst = body.putArray("worst_tenants");
        health.worstTenants()
                .forEach(tenant ->
                        worst.addObject().put("tenant_id", tenant.tenantId()).put("score", tenant.score()));
        ArrayNode fixes = body.putArray("fixes");
        health.fixes()
                .forEach(fix -> fixes.addObject()
                        .put("tenant_id", fix.tenantId())
                        .put("rule", fix.rule())
                        .put("subject", fix.subject())
                        .put("gain", fix.gain()));
        body.put("fixes_needed", health.fixesNeeded());
    }

    private static void utilization(Handle handle, ObjectNode body) {
        Map<SeatsStage, Long> stages = Counts.seats(handle);
        long total = Counts.tenants(handle);
        List<TenantRow> fullest = TenantRows.list(
                        handle, new TenantFilter(true, null, null, Order.SEATS), Paging.first(MOST_TENANTS))
                .items();
        ArrayNode tenants = body.putArray("tenants");
        fullest.forEach(tenant -> tenants.addObject()
                .put("tenant_id", tenant.tenantId())
                .put("tenant_name", tenant.tenantName())
                .put("seats_used", tenant.seats().used())
                .put("seats_limit", tenant.seats().limit())
                .put("utilization_percent", tenant.seats().percent())
                .put("status", tenant.seats().stage()));
        body.put("tenants_left_out", total - fullest.size());
        body.putObject("summary")
                .put("total_tenants", total)
                .put("over_limit", of(stages, SeatsStage.EXCEEDED) + of(stages, SeatsStage.CRITICAL))
                .put("near_limit", of(stages, SeatsStage.NEAR_LIMIT))
                .put("healthy", of(stages, SeatsStage.NORMAL))
                .put("no_limit", of(stages, SeatsStage.UNLIMITED) + of(stages, SeatsStage.UNKNOWN_LIMIT));
    }

    private static long of(Map<SeatsStage, Long> stages, SeatsStage stage) {
        return stages.getOrDefault(stage, 0L);
    }

    private static void adoption(Handle handle, ObjectNode body) {
        long total = Counts.tenants(handle);
        ArrayNode features = body.putArray("feature_adoption");
        Counts.features(handle)
                .forEach(feature -> features.addObject()
                        .put("feature_id", feature.featureId())
                        .put("feature_code", feature.featureCode())
                        .put("tenants", feature.tenants())
                        .put("share", total == 0 ? 0 : Math.round(1000.0 * feature.tenants() / total) / 1000.0));
    }

    private static void anomalies(Handle handle, ObjectNode body) {
        var alerts = AlertRows.list(handle, AlertFilter.HEAVIEST_FIRST, Paging.first(MOST_ALERTS))
                .items();
        List<AlertRows.Count> counts = AlertRows.counts(handle);
        long open = counts.stream().mapToLong(AlertRows.Count::alerts).sum();
        body.set("items", Json.MAPPER.valueToTree(alerts));
        body.put("items_left_out", open - alerts.size());
        ArrayNode summary = body.putArray("summary");
        counts.forEach(count -> summary.addObject()
                .put("rule", count.rule())
                .put("severity", count.severity().name())
                .put("open_alerts", count.alerts()));
    }
}
