package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Tenants that differ in their seats, for a task: {@code seats.hire("acme", "ann")}. */
final class Seats {
    static final String[] TABLES = {"public.product_offerings", "public.tenants", "public.user_roles"};

    private final OneTask task;

    Seats(OneTask task) {
        this.task = task;
    }

    void offering(String id, int seats) {
        task.put(SourceTable.PRODUCT_OFFERINGS, id, Map.of("id", id, "max_users", seats));
    }

    void tenant(String id, String offering) {
        task.put(SourceTable.TENANTS, id, tenantRow(id, offering));
    }

    static Map<String, Object> tenantRow(String id, String offering) {
        return Map.of("id", id, "name", id, "status", "active", "subscription_offering_id", offering);
    }

    void close(String id) {
        Map<String, Object> row = new HashMap<>(tenantRow(id, "team"));
        row.put("status", "closed");
        task.put(SourceTable.TENANTS, id, row);
    }

    void hire(String tenant, String... users) {
        for (String user : users) {
            task.put(SourceTable.USER_ROLES, user, hired(tenant, user));
        }
    }

    static Map<String, Object> hired(String tenant, String user) {
        return Map.of("id", user, "tenant_id", tenant, "user_id", user, "role_id", "member");
    }

    static Map<String, Object> hiredUntil(String tenant, String user, Instant end) {
        Map<String, Object> row = new HashMap<>(hired(tenant, user));
        row.put("expires_at", end.toString());
        return row;
    }

    void leave(String tenant, String... users) {
        for (String user : users) {
            task.delete(SourceTable.USER_ROLES, user, hired(tenant, user));
        }
    }

    /** All that is due after that time is done. */
    void frontierAfter(Duration time) {
        task.frontierAfter(time);
        task.finish();
    }

    /** Seats used by the tenant, as its last status has it. */
    long used(String tenant) {
        return task.statuses.stream()
                .filter(status -> status.tenantId().equals(tenant))
                .reduce((former, later) -> later)
                .orElseThrow()
                .seats()
                .used();
    }
}
