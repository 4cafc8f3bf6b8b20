package io.licensewatch.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users, and the roles that they hold. */
final class People {
    private final Set<Theme> without;

    People(Set<Theme> without) {
        this.without = without;
    }

    static String signUp(Draft d) {
        String user = d.newId();
        d.insert(
                "auth.users",
                "id",
                user,
                "email",
                user + "@example.org",
                "last_sign_in_at",
                d.oneOfOrNone(d.now, d.now.minus(Duration.ofDays(d.random.nextInt(200)))),
                "is_active",
                true);
        return user;
    }

    static void signIn(Draft d, String user) {
        d.rows.where("auth.users", "id", user).forEach(row -> d.update("auth.users", row, "last_sign_in_at", d.now));
    }

    static void assign(Draft d, @Nullable String tenant, String user, String role, @Nullable Instant expiresAt) {
        boolean there = !d.rows.where(
                        "user_roles",
                        row -> row.is("tenant_id", tenant) && row.is("user_id", user) && row.is("role_id", role))
                .isEmpty();
        if (!there) {
            d.insert(
                    "user_roles",
                    "tenant_id",
                    tenant,
                    "user_id",
                    user,
                    "role_id",
                    role,
                    "is_primary",
                    true,
                    "is_active",
                    true,
                    "assigned_at",
                    d.now,
                    "expires_at",
                    expiresAt);
        }
    }

    /** A new user, or one that other tenants know already. */
    void invite(Draft d) {
        Registration.anyTenant(d).ifPresent(tenant -> {
            String user = d.oneIn(3)
                    ? d.anyOf("auth.users").map(row -> row.text("id")).orElseGet(() -> signUp(d))
                    : signUp(d);
            Instant end = d.oneIn(4) ? d.anEnd() : null;
            d.then("invitation: role", e -> giveRole(e, tenant, user, end));
            if (d.oneIn(3)) {
                d.then("invitation: second role", e -> giveRole(e, tenant, user, null));
            }
        });
    }

    private void giveRole(Draft d, String tenant, String user, @Nullable Instant end) {
        boolean tenantless = d.family() == Family.STEWARDTRACK && !without.contains(Theme.TENANTLESS) && d.oneIn(5);
        Optional<String> role = !tenantless && d.oneIn(6)
                ? d.anyOf("roles").map(row -> row.text("id"))
                : Registration.roleOf(d, tenant);
        role.ifPresent(id -> assign(d, tenantless ? null : tenant, user, id, end));
    }

    /** Delete now, insert in the next transaction. */
    void replaceRole(Draft d) {
        d.anyOf("user_roles").ifPresent(row -> {
            d.delete("user_roles", row);
            if (row.get("tenant_id") instanceof String tenant) {
                d.then("role replacement: insert", e -> giveRole(e, tenant, row.text("user_id"), null));
            }
        });
    }

    void changeAssignment(Draft d) {
        d.anyOf("user_roles").ifPresent(row -> {
            if (d.family() == Family.RUNBOOK || d.oneIn(4)) {
                d.delete("user_roles", row);
                return;
            }
            switch (d.random.nextInt(4)) {
                case 0 -> d.update("user_roles", row, "is_active", row.is("is_active", false));
                case 1 -> moveOutOfTenant(d, row);
                default -> d.update("user_roles", row, "expires_at", d.anEnd());
            }
        });
    }

    private void moveOutOfTenant(Draft d, Row row) {
        if (without.contains(Theme.TENANTLESS)) {
            return;
        }
        if (!row.is("tenant_id", null)) {
            d.update("user_roles", row, "tenant_id", null);
            return;
        }
        Optional<Row> role = d.any(d.rows.where("roles", "id", row.get("role_id")));
        role.map(r -> r.get("tenant_id")).ifPresent(tenant -> {
            boolean there = d.rows.where("user_roles", "tenant_id", tenant).stream()
                    .anyMatch(other ->
                            other.is("user_id", row.get("user_id")) && other.is("role_id", row.get("role_id")));
            if (!there) {
                d.update("user_roles", row, "tenant_id", tenant);
            }
        });
    }

    void changeRole(Draft d) {
        d.anyOf("roles").ifPresent(row -> {
            if (d.oneIn(12)) {
                d.delete("roles", row);
            } else if (d.oneIn(6)) {
                Registration.anyTenant(d).ifPresent(tenant -> d.update("roles", row, "tenant_id", tenant));
            } else {
                Catalogue.switchOff(d, "roles", row);
            }
        });
        if (!d.family().has("roles")) {
            d.anyOf("role_surface_bindings").ifPresent(row -> d.delete("role_surface_bindings", row));
        }
    }

    void changeUser(Draft d) {
        d.anyOf("auth.users").ifPresent(row -> {
            if (without.contains(Theme.USERS) || d.oneIn(3)) {
                d.update("auth.users", row, "last_sign_in_at", d.now);
            } else if (d.family().has("auth.users", "is_active")) {
                d.update("auth.users", row, "is_active", d.oneOfOrNone(true, false));
            } else {
                changeStanding(d, row);
            }
        });
    }

    private static void changeStanding(Draft d, Row row) {
        switch (d.random.nextInt(6)) {
            case 0, 1 -> d.update("auth.users", row, "banned_until", d.oneOf(d.inAMoment(), Instant.MAX));
            case 2, 3 -> d.update("auth.users", row, "banned_until", null);
            case 4 -> d.update("auth.users", row, "deleted_at", row.is("deleted_at", null) ? d.now : null);
            default -> d.delete("auth.users", row);
        }
    }

    void changePermission(Draft d) {
        switch (d.random.nextInt(3)) {
            case 0 ->
                d.anyOf("permissions")
                        .ifPresent(row -> d.update("permissions", row, "is_active", row.is("is_active", false)));
            case 1 -> d.anyOf("role_permissions").ifPresent(row -> d.delete("role_permissions", row));
            default ->
                d.anyOf("permissions")
                        .ifPresent(permission -> d.anyOf(
                                        "roles", role -> role.is("tenant_id", permission.get("tenant_id")))
                                .ifPresent(role -> d.insert(
                                        "role_permissions",
                                        "tenant_id",
                                        permission.get("tenant_id"),
                                        "role_id",
                                        role.text("id"),
                                        "permission_id",
                                        permission.text("id"))));
        }
    }
}
