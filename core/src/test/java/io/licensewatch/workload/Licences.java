package io.licensewatch.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tenants have bought, and until when. */
final class Licences {
    private static final String GRANTS = "tenant_feature_grants";

    private final Catalogue catalogue;
    private final Set<Theme> without;

    Licences(Catalogue catalogue, Set<Theme> without) {
        this.catalogue = catalogue;
        this.without = without;
    }

    /** @param lastDay the runbook's schema has a time instead: the end of that day */
    static void grant(Draft d, String tenant, String feature, @Nullable LocalDate lastDay) {
        grant(d, tenant, feature, d.today(), lastDay, end(lastDay));
    }

    private static void grant(
            Draft d,
            String tenant,
            String feature,
            LocalDate from,
            @Nullable LocalDate lastDay,
            @Nullable Instant until) {
        d.insert(
                GRANTS,
                "tenant_id",
                tenant,
                "feature_id",
                feature,
                "grant_source",
                "package",
                "starts_at",
                from,
                "granted_at",
                d.now,
                "expires_at",
                d.family() == Family.RUNBOOK ? until : lastDay,
                "is_active",
                true);
    }

    private static @Nullable Instant end(@Nullable LocalDate lastDay) {
        if (lastDay == null || lastDay.equals(LocalDate.MAX)) {
            return lastDay == null ? null : Instant.MAX;
        }
        return lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    void change(Draft d) {
        d.anyOf(GRANTS).ifPresent(grant -> {
            switch (d.random.nextInt(8)) {
                case 0, 1 -> d.anyOf(GRANTS, Licences::ends).ifPresent(ending -> renew(d, ending));
                case 2 -> d.delete(GRANTS, grant);
                case 3 -> {
                    if (d.family().has(GRANTS, "is_active")) {
                        d.update(GRANTS, grant, "is_active", d.oneOfOrNone(true, false));
                    }
                }
                case 4 ->
                    grant(
                            d,
                            grant.text("tenant_id"),
                            d.any(catalogue.features).orElseThrow(),
                            d.today().plusDays(d.random.nextInt(6) - 3L),
                            d.anEndDate(),
                            d.anEnd());
                default ->
                    d.update(GRANTS, grant, "expires_at", d.family() == Family.RUNBOOK ? d.anEnd() : d.anEndDate());
            }
        });
    }

    private static boolean ends(Row grant) {
        return !grant.is("expires_at", null)
                && !grant.is("expires_at", LocalDate.MAX)
                && !grant.is("expires_at", Instant.MAX);
    }

    /** A new grant from the next day on, sometimes later; where a feature has one grant only, a later end. */
    private static void renew(Draft d, Row grant) {
        if (grant.get("expires_at") instanceof LocalDate lastDay) {
            LocalDate from = lastDay.plusDays(d.oneIn(4) ? 3 : 1);
            grant(
                    d,
                    grant.text("tenant_id"),
                    grant.text("feature_id"),
                    from,
                    from.plusDays(d.random.nextInt(40)),
                    null);
        } else if (grant.get("expires_at") instanceof Instant end) {
            d.update(GRANTS, grant, "expires_at", end.plusSeconds(30 * 24 * 3600));
        }
    }

    /** All grants go and others come, in one transaction. */
    void changeOffering(Draft d) {
        Registration.anyTenant(d).ifPresent(tenant -> {
            String offering = d.any(catalogue.offerings).orElseThrow();
            List<Row> former = d.rows.where(GRANTS, "tenant_id", tenant);
            List<Row> surviving = d.some(former, 20);
            former.stream().filter(row -> !surviving.contains(row)).forEach(row -> d.delete(GRANTS, row));
            d.rows.where("product_offering_features", "offering_id", offering)
                    .forEach(row -> grant(d, tenant, row.text("feature_id"), null));
            d.insert("license_assignments", "tenant_id", tenant, "offering_id", offering, "assigned_at", d.now);
            d.rows.where("tenants", "id", tenant)
                    .forEach(row -> d.update("tenants", row, "subscription_offering_id", offeringOf(d, offering)));
        });
    }

    private @Nullable String offeringOf(Draft d, String offering) {
        return !without.contains(Theme.ASSIGNED_OFFERINGS) && d.oneIn(4) ? null : offering;
    }

    void changeSubscription(Draft d) {
        d.anyOf("tenants").ifPresent(row -> {
            switch (d.random.nextInt(8)) {
                case 0, 1 ->
                    d.update("tenants", row, "subscription_status", "trial", "subscription_end_date", d.anEnd());
                case 2, 3 -> d.update("tenants", row, "subscription_status", d.oneOf("active", "Active"));
                case 4 ->
                    d.update("tenants", row, "subscription_status", d.oneOf("past_due", "suspended", "cancelled"));
                case 5 ->
                    d.update("tenants", row, "status", d.oneOf("active", "active", "suspended", "Archived", "closed"));
                case 6 -> d.update("tenants", row, "deleted_at", row.is("deleted_at", null) ? d.now : null);
                default ->
                    d.update(
                            "tenants",
                            row,
                            "subscription_offering_id",
                            d.any(catalogue.offerings).orElseThrow());
            }
        });
    }
}
