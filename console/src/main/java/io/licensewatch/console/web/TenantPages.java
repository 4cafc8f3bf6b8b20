package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.CommandFilter;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.Page;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.TenantFilter;
import io.licensewatch.console.read.TenantRow;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.console.read.TenantSearch;
import io.licensewatch.console.read.TransitionRows;
import io.licensewatch.console.web.plot.CoverageBar;
import io.licensewatch.console.web.plot.Plot;
import io.licensewatch.console.web.plot.SeatPlot;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The pages of tenants: the list and each tenant. */
public final class TenantPages implements Site {
    private static final int ALERTS = 20;
    private static final int PAST = 20;
    private static final int COMMANDS = 20;

    private final Desk desk;

    TenantPages(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param typed the search text; null for all
     * @param more the address of the next page; null on the last
     */
    public record ListView(
            @Nullable String typed,
            TenantFilter.Order order,
            List<TenantRow> tenants,
            boolean first,
            @Nullable String more) {}

    /** @param past resolutions, newest first */
    public record View(
            TenantStatus tenant,
            List<AlertLine> alerts,
            List<AlertEvent> past,
            List<CommandLine> commands,
            List<Coverage> features,
            Plot wide,
            Plot narrow) {
        /** The code of a feature if the tenant's features have it, else its id. */
        public String feature(String featureId) {
            return features.stream()
                    .filter(known -> known.feature().featureId().equals(featureId))
                    .map(Coverage::name)
                    .findFirst()
                    .orElse(featureId);
        }
    }

    public record Coverage(TenantStatus.Feature feature, List<CoverageBar.Piece> bar) {
        public String name() {
            String code = feature.featureCode();
            return code == null ? feature.featureId() : code;
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/tenants",
                request -> desk.show(
                        request, Section.TENANTS, "Tenants", "tenants.jte", (handle, now) -> list(request, handle)),
                Role.VIEW);
        routes.get(
                "/tenants/{id}",
                request -> desk.show(
                        request,
                        Section.TENANTS,
                        "Tenant",
                        "tenant.jte",
                        (handle, now) -> one(handle, now, request.pathParam("id"))),
                Role.VIEW);
    }

    private static ListView list(Context request, Handle handle) {
        String typed = Query.text(request, "q");
        TenantFilter.Order sort = Query.one(request, "sort", TenantFilter.Order.class);
        TenantFilter.Order order = sort == null ? TenantFilter.Order.SCORE : sort;
        Paging paging = Query.paging(request);
        Page<TenantRow> page = typed == null
                ? TenantRows.list(handle, new TenantFilter(true, null, null, order), paging)
                : TenantSearch.find(handle, shortened(typed), paging);
        return new ListView(
                typed, order, page.items(), request.queryParam("after") == null, Query.next(request, page.next()));
    }

    private static String shortened(String typed) {
        return typed.length() > TenantSearch.LONGEST ? typed.substring(0, TenantSearch.LONGEST) : typed;
    }

    private static View one(Handle handle, Instant now, String tenantId) {
        TenantStatus tenant = TenantRows.one(handle, tenantId)
                .orElseThrow(() -> new NotFoundResponse("no tenant " + tenantId + " is known"));
        Instant asOf = tenant.asOf().sourceTime();
        LocalDate today = SeatPlot.today(asOf);
        List<HealthRows.SeatPoint> points = HealthRows.seats(handle, tenantId, today.minusDays(SeatPlot.DAYS_BACK));
        TenantStatus.SeatForecast forecast = tenant.forecast().seats();
        return new View(
                tenant,
                AlertRows.openOf(handle, tenantId).stream()
                        .limit(ALERTS)
                        .map(alert -> AlertLine.of(handle, alert, now))
                        .toList(),
                TransitionRows.closedOf(handle, tenantId, PAST),
                CommandRows.list(handle, CommandFilter.ofTenant(tenantId), Paging.first(COMMANDS)).items().stream()
                        .map(view -> CommandLine.of(view, now, tenant.tenantName()))
                        .toList(),
                tenant.features().stream()
                        .map(feature -> new Coverage(feature, CoverageBar.of(feature, now)))
                        .toList(),
                SeatPlot.of(points, tenant.seats(), forecast, today, Plot.Width.WIDE),
                SeatPlot.of(points, tenant.seats(), forecast, today, Plot.Width.NARROW));
    }
}
