package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.TenantFilter;
import io.licensewatch.console.read.TenantFilter.Order;
import io.licensewatch.console.read.TenantFilter.SeatsStage;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.console.read.TenantSearch;
import io.licensewatch.console.read.TransitionRows;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Tenants: lists, search, and all details of one tenant. */
final class TenantCalls {
    private static final int DAYS_OF_SEATS = 400;
    private static final int CLOSED_ALERTS = 50;

    private TenantCalls() {}

    static List<Call> of(Answers answers) {
        return List.of(
                Call.get(
                        "/api/v1/tenants",
                        answers.of(TenantCalls::list),
                        "q",
                        "inScope",
                        "alerting",
                        "seats",
                        "order",
                        "limit",
                        "cursor"),
                Call.get("/api/v1/tenants/{tenantId}", answers.of(TenantCalls::one)));
    }

    private static void list(Handle handle, QueryParameters parameters, ObjectNode body) {
        String typed = parameters.text("q");
        Boolean inScope = parameters.truth("inScope");
        Boolean alerting = parameters.truth("alerting");
        SeatsStage seats = parameters.choice("seats", SeatsStage.class);
        Order order = parameters.choice("order", Order.class);
        if (typed == null) {
            TenantFilter filter =
                    new TenantFilter(inScope == null || inScope, alerting, seats, order == null ? Order.SCORE : order);
            Answers.page(body, TenantRows.list(handle, filter, parameters.paging()));
            return;
        }
        if (inScope != null || alerting != null || seats != null || order != null) {
            throw Problem.badRequest("q can be combined only with limit and cursor");
        }
        if (typed.length() > TenantSearch.LONGEST) {
            throw Problem.badRequest("q is of 1 to " + TenantSearch.LONGEST + " characters");
        }
        Answers.page(body, TenantSearch.find(handle, typed, parameters.paging()));
    }

    private static void one(Handle handle, QueryParameters parameters, ObjectNode body) {
        String id = parameters.path("tenantId");
        TenantStatus status = TenantRows.one(handle, id)
                .orElseThrow(() -> Problem.notFound("no tenant has this id; /api/v1/tenants?q=... searches for one"));
        LocalDate until = status.asOf().sourceTime().atOffset(ZoneOffset.UTC).toLocalDate();
        body.set("tenant", Json.MAPPER.valueToTree(status));
        body.set("openAlerts", Json.MAPPER.valueToTree(AlertRows.openOf(handle, id)));
        body.set("closedAlerts", Json.MAPPER.valueToTree(TransitionRows.closedOf(handle, id, CLOSED_ALERTS)));
        body.set("seatHistory", Json.MAPPER.valueToTree(HealthRows.seats(handle, id, until.minusDays(DAYS_OF_SEATS))));
    }
}
