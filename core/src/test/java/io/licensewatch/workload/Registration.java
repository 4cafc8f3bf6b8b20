package io.licensewatch.workload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tenant comes, in eleven transactions, of which one writes nearly everything; and goes, its children after it. */
final class Registration {
    private static final List<String> ROLES =
            List.of("tenant_admin", "staff", "volunteer", "treasurer", "member", "guest");

    private final Catalogue catalogue;
    private final Set<Theme> without;
    private int registered;

    Registration(Catalogue catalogue, Set<Theme> without) {
        this.catalogue = catalogue;
        this.without = without;
    }

    void start(Draft d) {
        String tenant = d.newId();
        String user = People.signUp(d);
        String offering = d.any(catalogue.offerings).orElseThrow();
        d.then("registration: sign-in", e -> People.signIn(e, user));
        d.then("registration: tenant", e -> tenant(e, tenant, offering));
        d.then(
                "registration: assignment of the licence",
                e -> e.insert(
                        "license_assignments", "tenant_id", tenant, "offering_id", offering, "assigned_at", e.now));
        d.then("registration: roles, permissions, grants", e -> everything(e, tenant, offering));
        d.then("registration: administrator", e -> administrator(e, tenant, user));
        d.then("registration: welcome", e -> onboarding(e, tenant, user));
        for (String step : List.of("church-details", "rbac-setup", "feature-tour", "complete")) {
            if (!d.oneIn(6)) {
                d.then("registration: " + step, e -> Onboarding.goOn(e, tenant, step));
            }
        }
    }

    private void tenant(Draft d, String tenant, String offering) {
        boolean trial = d.random.nextBoolean();
        boolean assigned = !without.contains(Theme.ASSIGNED_OFFERINGS) && d.oneIn(4);
        d.insert(
                "tenants",
                "id",
                tenant,
                "name",
                "Tenant " + ++registered,
                "status",
                "active",
                "subscription_tier",
                "t",
                "subscription_status",
                trial ? "trial" : "active",
                "subscription_end_date",
                trial ? d.anEnd() : null,
                "subscription_offering_id",
                assigned ? null : offering,
                "onboarding_completed",
                false,
                "created_at",
                d.oneIn(3) ? Onboarding.twoDaysAgo(d) : d.now);
    }

    private void everything(Draft d, String tenant, String offering) {
        List<Row> roles = new ArrayList<>();
        for (String name : ROLES) {
            roles.add(d.insert(
                    "roles", "tenant_id", tenant, "name", name, "metadata_key", "role_" + name, "is_active", true));
        }
        for (int code = 0; code < Catalogue.CODES; code++) {
            permission(d, tenant, code, roles);
        }
        for (Row binding : d.rows.where("product_offering_features", "offering_id", offering)) {
            Licences.grant(d, tenant, binding.text("feature_id"), d.oneIn(12) ? d.anEndDate() : null);
        }
        if (d.family() == Family.RUNBOOK) {
            roles.forEach(role -> d.some(catalogue.surfaces, 15)
                    .forEach(surface ->
                            d.insert("role_surface_bindings", "role_id", role.text("id"), "surface_id", surface)));
        }
    }

    private void permission(Draft d, String tenant, int code, List<Row> roles) {
        boolean byReference = d.oneIn(4);
        Row permission = d.insert(
                "permissions",
                "tenant_id",
                tenant,
                "code",
                "code-" + code,
                "is_active",
                true,
                "source",
                byReference ? "license_feature" : "manual",
                "source_reference",
                byReference ? reference(d) : null);
        d.some(roles, 35)
                .forEach(role -> d.insert(
                        "role_permissions",
                        "tenant_id",
                        !without.contains(Theme.TENANTLESS) && d.oneIn(20) ? null : tenant,
                        "role_id",
                        role.text("id"),
                        "permission_id",
                        permission.text("id")));
    }

    /** A feature by its id or its code, or something that is no feature. */
    private @Nullable String reference(Draft d) {
        int feature = d.random.nextInt(Catalogue.FEATURES);
        return d.oneOf(catalogue.features.get(feature), "feature-" + feature, "unknown");
    }

    private static void administrator(Draft d, String tenant, String user) {
        roleOf(d, tenant).ifPresent(role -> People.assign(d, tenant, user, role, null));
    }

    /** In the runbook's schema a role is but an id in other tables. */
    static Optional<String> roleOf(Draft d, String tenant) {
        if (d.family().has("roles")) {
            return d.any(d.rows.where("roles", row -> row.is("tenant_id", tenant) || row.is("tenant_id", null)))
                    .map(row -> row.text("id"));
        }
        return d.anyOf("role_surface_bindings").map(row -> row.text("role_id"));
    }

    private static void onboarding(Draft d, String tenant, String user) {
        if (d.random.nextInt(4) > 0) { // today's wizard writes nothing before the end
            Instant started = d.oneIn(4) ? Onboarding.twoDaysAgo(d) : d.now;
            d.insert(
                    "onboarding_progress",
                    "tenant_id",
                    tenant,
                    "user_id",
                    user,
                    "current_step",
                    "welcome",
                    "completed_steps",
                    List.of(),
                    "is_completed",
                    false,
                    "completed",
                    false,
                    "created_at",
                    started,
                    "updated_at",
                    started);
        }
    }

    static Optional<String> anyTenant(Draft d) {
        return d.family().has("tenants")
                ? d.anyOf("tenants").map(row -> row.text("id"))
                : d.anyOf("tenant_feature_grants").map(row -> row.text("tenant_id"));
    }

    /** First the tenant, then what belonged to it, table by table. */
    void end(Draft d) {
        anyTenant(d).ifPresent(tenant -> {
            if (d.family().has("tenants")) {
                d.delete("tenants", d.rows.where("tenants", "id", tenant));
            }
            for (String table : List.of(
                    "roles",
                    "permissions",
                    "user_roles",
                    "role_permissions",
                    "tenant_feature_grants",
                    "license_assignments",
                    "onboarding_progress")) {
                d.then("deletion: " + table, e -> {
                    if (e.family().has(table)) {
                        e.delete(table, e.rows.where(table, "tenant_id", tenant));
                    }
                });
            }
        });
    }
}
