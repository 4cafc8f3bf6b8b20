package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.ActionFilter;
import io.licensewatch.console.read.ActionRows;
import io.licensewatch.console.read.Page;
import io.licensewatch.console.read.TenantNames;
import io.licensewatch.schemas.action.OperatorAction;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The page of decisions, with person and time. */
public final class AuditPage implements Site {
    private final Desk desk;

    AuditPage(Desk desk) {
        this.desk = desk;
    }

    /** @param more the address of the next page; null on the last */
    public record View(
            List<Entry> entries, boolean first, @Nullable String more) {}

    public record Entry(OperatorAction action, String tenant) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/audit",
                request ->
                        desk.show(request, Section.AUDIT, "Audit", "audit.jte", (handle, now) -> read(request, handle)),
                Role.VIEW);
    }

    private static View read(Context request, Handle handle) {
        Page<OperatorAction> page = ActionRows.list(handle, ActionFilter.ALL, Query.paging(request));
        return new View(
                page.items().stream()
                        .map(action -> new Entry(
                                action,
                                Words.tenant(
                                        TenantNames.of(handle, action.tenantId())
                                                .orElse(null),
                                        action.tenantId())))
                        .toList(),
                request.queryParam("after") == null,
                Query.next(request, page.next()));
    }
}
