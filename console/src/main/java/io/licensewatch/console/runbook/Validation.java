package io.licensewatch.console.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.api.Answers;
import io.licensewatch.console.api.Call;
import io.licensewatch.console.api.GivenJson;
import io.licensewatch.console.api.Problem;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.Counts;
import io.licensewatch.console.read.Freshness;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.TenantFilter;
import io.licensewatch.console.read.TenantFilter.Order;
import io.licensewatch.console.read.TenantRow;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.TenantStatus;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The result of a validation of all licences. The call validates nothing: detection does that all the time, and the answer has
 * its position.
 */
final class Validation {
    private static final String PATH = "/api/admin/validate-licenses";
    private static final int MOST_REPORTS = 100;

    private Validation() {}

    static List<Call> calls(Answers answers) {
        return List.of(
                Call.get(PATH, request -> validate(answers, request, null)),
                new Call(HandlerType.POST, PATH, Role.VIEW, Set.of(), request -> {
                    ObjectNode given = GivenJson.of(request, "tenant_id");
                    validate(answers, request, GivenJson.text(given, "tenant_id"));
                }));
    }

    private static void validate(Answers answers, Context request, @Nullable String tenantId) {
        answers.send(request, 200, (handle, parameters, body) -> {
            body.put("success", body.path("readModel").path("current").asBoolean());
            ArrayNode reports = Json.MAPPER.createArrayNode();
            if (tenantId == null) {
                body.set("summary", summary(handle));
                worst(handle).forEach(tenant -> report(handle, tenant.tenantId(), reports));
            } else {
                report(handle, tenantId, reports);
                if (reports.isEmpty()) {
                    throw Problem.notFound("no tenant has this id; /api/v1/tenants?q=... searches for one");
                }
                body.set("summary", summary(AlertRows.openOf(handle, tenantId)));
            }
            TenantStatus.AsOf asOf = Freshness.of(handle).asOf();
            body.set("validated_at", Json.MAPPER.valueToTree(asOf == null ? null : asOf.sourceTime()));
            body.set("reports", reports);
            long issues = body.path("summary").path("tenants_with_issues").asLong();
            body.put("reports_left_out", tenantId == null ? issues - reports.size() : 0);
        });
    }

    private static List<TenantRow> worst(Handle handle) {
        return TenantRows.list(handle, new TenantFilter(true, true, null, Order.SCORE), Paging.first(MOST_REPORTS))
                .items();
    }

    static JsonNode summary(Handle handle) {
        Counts.Validated counted = Counts.validated(handle);
        return summary(counted.tenants(), counted.withIssues(), counted.issues(), counted.critical());
    }

    private static JsonNode summary(List<AlertEvent> ofOne) {
        long critical = ofOne.stream()
                .filter(alert -> alert.severity() == Severity.CRITICAL)
                .count();
        return summary(1, ofOne.isEmpty() ? 0 : 1, ofOne.size(), critical);
    }

    private static JsonNode summary(long tenants, long withIssues, long issues, long critical) {
        return Json.MAPPER
                .createObjectNode()
                .put("total_tenants", tenants)
                .put("healthy_tenants", tenants - withIssues)
                .put("tenants_with_issues", withIssues)
                .put("total_issues", issues)
                .put("critical_issues", critical);
    }

    private static void report(Handle handle, String tenantId, ArrayNode reports) {
        TenantStatus status = TenantRows.one(handle, tenantId).orElse(null);
        if (status == null) {
            return;
        }
        List<AlertEvent> issues = AlertRows.openOf(handle, tenantId);
        ObjectNode report = reports.addObject()
                .put("tenant_id", tenantId)
                .put("tenant_name", status.tenantName())
                .put("score", status.score())
                .put("healthy", issues.isEmpty());
        report.set("issues", Json.MAPPER.valueToTree(issues));
        report.set("insufficient_data", Json.MAPPER.valueToTree(status.insufficientData()));
        ArrayNode mismatches = report.putArray("mismatches");
        status.drift()
                .items()
                .forEach(item -> mismatches
                        .addObject()
                        .put("role_id", item.roleId())
                        .put("resource", item.resource())
                        .put("mode", item.mode())
                        .put("affected_users", item.affectedUsers())
                        .set("missing_features", Json.MAPPER.valueToTree(item.missingFeatures())));
    }
}
