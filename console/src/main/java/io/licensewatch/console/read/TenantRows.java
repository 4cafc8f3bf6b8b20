package io.licensewatch.console.read;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.status.TenantStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The present tenants. */
public final class TenantRows {
    /** In the index of seats, with the same words. */
    private static final String FILLED = "COALESCE(seats_percent, -1)";

    /** Written so that SQLite uses the index of names, which has the right order, and not one that begins with in_scope. */
    private static final String NAMES_IN_SCOPE = "+in_scope = :scope";

    private TenantRows() {}

    public static Optional<TenantStatus> one(Handle handle, String tenantId) {
        return handle.createQuery("SELECT record FROM tenant WHERE tenant_id = :id")
                .bind("id", tenantId)
                .mapTo(String.class)
                .findOne()
                .map(json -> Stored.record(JsonCodec.TENANT_STATUS, json));
    }

    /** All tenants in scope, one after the other, in no particular order. */
    public static void forEachInScope(Handle handle, Consumer<TenantStatus> each) {
        // By the table itself: an index of the scope would need a lookup for each row.
        handle.createQuery("SELECT record FROM tenant WHERE +in_scope = 1")
                .mapTo(String.class)
                .useStream(
                        records -> records.forEach(json -> each.accept(Stored.record(JsonCodec.TENANT_STATUS, json))));
    }

    /** @throws BadCursorException if the cursor is not of this list */
    public static Page<TenantRow> list(Handle handle, TenantFilter filter, Paging paging) {
        Cursor after = paging.cursor(filter);
        Where where = new Where()
                .and(
                        filter.order() == TenantFilter.Order.NAME ? NAMES_IN_SCOPE : "in_scope = :scope",
                        "scope",
                        filter.inScope() ? 1 : 0)
                .and(
                        "seats_stage = :stage",
                        "stage",
                        filter.seats() == null ? null : filter.seats().name());
        if (filter.alerting() != null) {
            where.and(filter.alerting() ? "open_alerts > 0" : "open_alerts = 0");
        }
        List<TenantRow> rows = ordered(handle, filter.order(), where, after, paging.fetch());
        return Page.of(rows, paging, filter, row -> cursor(filter.order(), row));
    }

    private static List<TenantRow> ordered(
            Handle handle, TenantFilter.Order order, Where where, @Nullable Cursor after, int limit) {
        if (after != null) {
            where.bind("id", after.string(1));
        }
        String by = switch (order) {
            case SCORE -> {
                where.and("(score, tenant_id) > (:score, :id)", "score", after == null ? null : after.number(0));
                yield "score, tenant_id";
            }
            case NAME -> {
                where.and(
                        "(name COLLATE NOCASE, tenant_id) > (:name, :id)",
                        "name",
                        after == null ? null : after.string(0));
                yield "name COLLATE NOCASE, tenant_id";
            }
            case SEATS -> {
                where.and(
                        "(" + FILLED + ", tenant_id) < (:filled, :id)",
                        "filled",
                        after == null ? null : after.number(0));
                yield FILLED + " DESC, tenant_id DESC";
            }
        };
        return where.list(
                handle, "SELECT " + TenantRow.COLUMNS + " FROM tenant", by, limit, (row, context) -> TenantRow.of(row));
    }

    private static Cursor cursor(TenantFilter.Order order, TenantRow row) {
        Long percent = row.seats().percent();
        Object key = switch (order) {
            case SCORE -> row.score();
            case NAME -> row.tenantName() == null ? "" : row.tenantName();
            case SEATS -> percent == null ? -1L : percent;
        };
        return Cursor.of(key, row.tenantId());
    }
}
