package io.licensewatch.workload;

import static io.licensewatch.workload.StatusFields.iso;
import static io.licensewatch.workload.StatusFields.words;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a source mean for licensing, computed from scratch in the plainest way and with nothing of the core:
 * the same as the SQL oracles of the end-to-end test, for tests that have no database.
 */
public final class PlainLicensing {
    private static final Set<String> CLOSED = Set.of("deleted", "archived", "closed");

    private static final List<String> TENANTS_OWN =
            List.of("tenant_feature_grants", "roles", "user_roles", "onboarding_progress");

    private final Tables rows;

    public PlainLicensing(Tables rows) {
        this.rows = rows;
    }

    /** Every tenant that anything is known of. */
    public Set<String> tenants() {
        Set<String> found = new TreeSet<>();
        rows.of("tenants").forEach(row -> found.add(row.text("id")));
        for (String table : TENANTS_OWN) {
            rows.where(table, row -> !row.is("tenant_id", null)).forEach(row -> found.add(row.text("tenant_id")));
        }
        return found;
    }

    boolean isKnown(String tenant) {
        return tenantRow(tenant).isPresent()
                || TENANTS_OWN.stream()
                        .anyMatch(
                                table -> !rows.where(table, "tenant_id", tenant).isEmpty());
    }

    /** The fields of the tenant's status. */
    public Map<String, String> fields(String tenant, Instant at) {
        Map<String, String> fields = new TreeMap<>();
        Row row = tenantRow(tenant).orElse(null);
        boolean inScope = !rows.has("tenants")
                || (row != null
                        && row.is("deleted_at", null)
                        && !CLOSED.contains(row.text("status").toLowerCase(Locale.ROOT)));
        Map<String, Set<String>> rolesOfUser = rolesOfUser(tenant, at);
        int seats = rolesOfUser.size();
        fields.put("inScope", String.valueOf(inScope));
        fields.put("seats", seats(tenant, seats, at));
        PlainCoverage coverage = new PlainCoverage(rows, tenant, row, at);
        if (inScope) {
            coverage.features().forEach((feature, words) -> fields.put("feature " + feature, words));
            coverage.gap().ifPresent(gap -> fields.put("gap", gap + " " + seats));
        }
        fields.put("drift", "0 0 0");
        if (inScope) {
            drift(tenant, access(tenant, rolesOfUser), coverage.licensed(), fields);
            alerts(fields);
        }
        fields.put("onboarding", onboarding(tenant, row, inScope, at));
        if (fields.getOrDefault("onboarding", "").endsWith("true")) {
            fields.put("open onboarding-stalled", "STALLED");
        }
        return fields;
    }

    /** Alerts that follow from the features at once. */
    private static void alerts(Map<String, String> fields) {
        Set<String> stages = new HashSet<>();
        fields.forEach((field, value) -> {
            if (field.startsWith("feature ")) {
                stages.add(value.substring(value.lastIndexOf(' ') + 1));
            }
        });
        if (stages.contains("EXPIRED")) {
            fields.put("open license-expired", "EXPIRED");
        }
        Stream.of("FINAL", "SOON", "NOTICE")
                .filter(stages::contains)
                .findFirst()
                .ifPresent(stage -> fields.put("open license-expiring", stage));
    }

    private Optional<Row> tenantRow(String tenant) {
        return rows.where("tenants", "id", tenant).stream().findFirst();
    }

    /** Without the roles of other tenants, which take a seat and give no access. */
    private Map<String, Set<String>> access(String tenant, Map<String, Set<String>> rolesOfUser) {
        Map<String, Set<String>> access = new TreeMap<>();
        rolesOfUser.forEach((user, roles) -> {
            Set<String> own = new TreeSet<>(roles);
            own.removeIf(role -> !roleIsOf(byId("roles", role), tenant));
            if (!own.isEmpty()) {
                access.put(user, own);
            }
        });
        return access;
    }

    /** The live roles of each user that has any. */
    private Map<String, Set<String>> rolesOfUser(String tenant, Instant at) {
        Map<String, Set<String>> found = new TreeMap<>();
        Stream.of(tenant, null)
                .flatMap(owner -> rows.where("user_roles", "tenant_id", owner).stream())
                .forEach(row -> {
                    Row role = byId("roles", row.text("role_id"));
                    Object owner =
                            row.is("tenant_id", null) && role != null ? role.get("tenant_id") : row.get("tenant_id");
                    if (tenant.equals(owner)
                            && row.flag("is_active")
                            && after(row.get("expires_at"), at)
                            && userLive(byId("auth.users", row.text("user_id")), at)
                            && roleLive(role)) {
                        found.computeIfAbsent(row.text("user_id"), user -> new TreeSet<>())
                                .add(row.text("role_id"));
                    }
                });
        return found;
    }

    private @Nullable Row byId(String table, String id) {
        return rows.where(table, "id", id).stream().findFirst().orElse(null);
    }

    private boolean roleLive(@Nullable Row role) {
        return !rows.has("roles") || (role != null && live(role));
    }

    private boolean roleIsOf(@Nullable Row role, String tenant) {
        return !rows.has("roles") || (role != null && (role.is("tenant_id", null) || role.is("tenant_id", tenant)));
    }

    private static boolean userLive(@Nullable Row user, Instant at) {
        return user != null && live(user) && (user.is("banned_until", null) || !after(user.get("banned_until"), at));
    }

    /** No end, or one that is still to come. A date ends with its day. */
    private static boolean after(@Nullable Object end, Instant at) {
        if (end instanceof LocalDate date) {
            return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(at);
        }
        return !(end instanceof Instant time) || time.isAfter(at);
    }

    static boolean live(Row row) {
        return row.flag("is_active") && row.is("deleted_at", null);
    }

    private String seats(String tenant, long used, Instant at) {
        Row offering = tenantRow(tenant)
                .flatMap(row -> offeringOf(tenant, row, at))
                .flatMap(
                        id -> rows.where("product_offerings", "id", id).stream().findFirst())
                .orElse(null);
        if (offering == null) {
            return words(used, null, null, "UNKNOWN_LIMIT");
        }
        if (!(offering.get("max_users") instanceof Integer limit)) {
            return words(used, null, null, "UNLIMITED");
        }
        String stage = used * 100 > limit * 120L
                ? "CRITICAL"
                : used > limit ? "EXCEEDED" : used * 100 > limit * 90L ? "NEAR_LIMIT" : "NORMAL";
        return words(used, limit, limit == 0 ? null : used * 100 / limit, stage);
    }

    /** Assignments say it where the tenant's row has no place for it; one that is to come says nothing yet. */
    private Optional<String> offeringOf(String tenant, Row row, Instant at) {
        return rows.has("tenants", "subscription_offering_id")
                ? Optional.ofNullable((String) row.get("subscription_offering_id"))
                : rows.where("license_assignments", "tenant_id", tenant).stream()
                        .filter(one -> one.get("assigned_at") instanceof Instant since && !since.isAfter(at))
                        .max(Comparator.comparing((Row one) -> one.text("assigned_at"))
                                .thenComparing(one -> one.text("id")))
                        .map(one -> one.text("offering_id"));
    }

    private void drift(
            String tenant, Map<String, Set<String>> rolesOfUser, Set<String> licensed, Map<String, String> fields) {
        Map<String, Long> holders = new TreeMap<>();
        rolesOfUser.values().forEach(held -> held.forEach(role -> holders.merge(role, 1L, Long::sum)));
        rows.where("roles", "tenant_id", tenant).stream()
                .filter(PlainLicensing::live)
                .forEach(role -> holders.putIfAbsent(role.text("id"), 0L));
        Set<String> drifting = new HashSet<>();
        int effective = 0;
        int latent = 0;
        for (Map.Entry<String, Long> held : holders.entrySet()) {
            Map<String, String> items = new PlainRequirements(rows, tenant).unsatisfied(held.getKey(), licensed);
            for (Map.Entry<String, String> item : items.entrySet()) {
                fields.put("drift " + held.getKey() + " " + item.getKey(), item.getValue() + " " + held.getValue());
                drifting.add(held.getKey());
                if (held.getValue() > 0) {
                    effective++;
                } else {
                    latent++;
                }
            }
        }
        long affected = rolesOfUser.values().stream()
                .filter(held -> held.stream().anyMatch(drifting::contains))
                .count();
        fields.put("drift", words(effective, latent, affected));
    }

    private String onboarding(String tenant, @Nullable Row tenantRow, boolean inScope, Instant at) {
        Row row = rows.where("onboarding_progress", "tenant_id", tenant).stream()
                .filter(one -> one.is("deleted_at", null))
                .findFirst()
                .orElse(null);
        boolean completed = (row != null && (row.is("is_completed", true) || row.is("completed", true)))
                || (tenantRow != null && tenantRow.is("onboarding_completed", true));
        Instant last = null;
        if (row != null && row.get("updated_at") instanceof Instant updated) {
            last = row.get("created_at") instanceof Instant created && created.isAfter(updated) ? created : updated;
        } else if (row == null && tenantRow != null && tenantRow.get("created_at") instanceof Instant created) {
            last = created;
        }
        boolean stalled = inScope
                && !completed
                && last != null
                && Duration.between(last, at).compareTo(Duration.ofDays(2)) > 0;
        List<String> steps = new ArrayList<>();
        if (row != null && row.get("completed_steps") instanceof List<?> done) {
            done.forEach(step -> steps.add(String.valueOf(step)));
        }
        return words(
                completed, row == null ? null : row.get("current_step"), String.join(",", steps), iso(last), stalled);
    }
}
