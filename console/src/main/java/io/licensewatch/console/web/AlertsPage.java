package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.AlertFilter;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.Page;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The page of all open alerts, filtered and sorted. */
public final class AlertsPage implements Site {
    private final Desk desk;

    AlertsPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param open the total number of open alerts
     * @param more the address of the next page; null on the last
     */
    public record View(
            AlertFilter wanted,
            long open,
            List<AlertLine> alerts,
            boolean first,
            @Nullable String more) {
        public boolean isFiltered() {
            return !wanted.equals(new AlertFilter(null, null, null, null, wanted.order()));
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/alerts",
                request -> desk.show(
                        request, Section.ALERTS, "Alerts", "alerts.jte", (handle, now) -> read(request, handle, now)),
                Role.VIEW);
    }

    private static View read(Context request, Handle handle, Instant now) {
        AlertFilter.Order sort = Query.one(request, "sort", AlertFilter.Order.class);
        AlertFilter wanted = new AlertFilter(
                Query.text(request, "rule"),
                Query.one(request, "severity", Severity.class),
                Query.one(request, "level", Level.class),
                Query.text(request, "tenant"),
                sort == null ? AlertFilter.Order.WEIGHT : sort);
        Page<AlertEvent> page = AlertRows.list(handle, wanted, Query.paging(request));
        return new View(
                wanted,
                AlertRows.counts(handle).stream()
                        .mapToLong(AlertRows.Count::alerts)
                        .sum(),
                page.items().stream()
                        .map(alert -> AlertLine.of(handle, alert, now))
                        .toList(),
                request.queryParam("after") == null,
                Query.next(request, page.next()));
    }
}
