package io.licensewatch.core.engine;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.core.reference.SeatLimit;
import io.licensewatch.core.row.AssignmentRow;
import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.row.UserRow;
import io.licensewatch.core.tenant.Access;
import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.SeatHistory;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The facts of a tenant, computed from scratch from the rows of the simulated source, in the plainest way. */
final class PlainFacts {
    private PlainFacts() {}

    private interface RowReader<T> {
        T read(RowOrigin origin, Columns columns) throws MalformedRecordException;
    }

    static TenantFacts of(SimulatedSource.State state, String tenantId, Instant now) {
        List<TenantRow> tenants = read(state, SourceTable.TENANTS, "id", tenantId, TenantRow::of);
        Map<String, RoleRow> roles = new HashMap<>();
        read(state, SourceTable.ROLES, "tenant_id", tenantId, RoleRow::of)
                .forEach(role -> roles.put(role.roleId(), role));
        return new TenantFacts(
                tenantId,
                tenants.isEmpty() ? null : tenants.get(0),
                read(state, SourceTable.TENANT_FEATURE_GRANTS, "tenant_id", tenantId, GrantRow::of),
                roles,
                roleSets(state, read(state, SourceTable.USER_ROLES, "tenant_id", tenantId, AssignmentRow::of), now),
                read(state, SourceTable.ONBOARDING_PROGRESS, "tenant_id", tenantId, OnboardingRow::of),
                List.of(),
                Access.NONE,
                null,
                SeatHistory.NONE,
                new PlainReference(state));
    }

    private static List<RoleSet> roleSets(SimulatedSource.State state, List<AssignmentRow> assignments, Instant now) {
        Set<String> live = liveUsers(state, now);
        Map<String, Set<String>> rolesOfUser = new TreeMap<>();
        for (AssignmentRow row : assignments) {
            if (row.active()
                    && row.userId() != null
                    && live.contains(row.userId())
                    && row.expiresAt().asEnd(ZoneOffset.UTC).isAfter(now)) {
                rolesOfUser
                        .computeIfAbsent(row.userId(), u -> new TreeSet<>())
                        .add(Objects.requireNonNull(row.roleId()));
            }
        }
        Map<Set<String>, Long> users = new HashMap<>();
        rolesOfUser.values().forEach(roles -> users.merge(roles, 1L, Long::sum));
        List<RoleSet> sets = new ArrayList<>();
        users.forEach((roles, count) -> sets.add(new RoleSet(List.copyOf(roles), count)));
        return sets;
    }

    private static Set<String> liveUsers(SimulatedSource.State state, Instant now) {
        Set<String> live = new HashSet<>();
        state.rows(SourceTable.AUTH_USERS).forEach((id, row) -> {
            UserRow user = parse(SourceTable.AUTH_USERS, id, row, (origin, columns) -> UserRow.of(columns));
            if (user.enabled() && !user.banEnds(ZoneOffset.UTC).isAfter(now)) {
                live.add(id);
            }
        });
        return live;
    }

    private static <T> List<T> read(
            SimulatedSource.State state, SourceTable table, String column, Object value, RowReader<T> reader) {
        List<T> found = new ArrayList<>();
        state.rows(table).forEach((id, row) -> {
            if (value.equals(row.get(column))) {
                found.add(parse(table, id, row, reader));
            }
        });
        return found;
    }

    private static <T> T parse(SourceTable table, String id, Map<String, @Nullable Object> row, RowReader<T> reader) {
        try {
            // As JSON has it: whole numbers are Long.
            Map<String, @Nullable Object> values = new HashMap<>(row);
            values.replaceAll((name, value) -> value instanceof Integer number ? (Long) number.longValue() : value);
            RowOrigin origin = new RowOrigin(table, "{\"id\":\"" + id + "\"}", SourcePosition.START, 0, null);
            return reader.read(origin, new Columns(table.tableName(), values));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private record PlainReference(SimulatedSource.State state) implements Reference {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public boolean captured(SourceTable table) {
            return SimulatedSource.ALL_TABLES.contains(table.qualifiedName());
        }

        @Override
        public Optional<Requirement> permissionRequirement(
                String permissionId, @Nullable String code, @Nullable String sourceFeature) {
            return Optional.empty();
        }

        @Override
        public Optional<Offering> offering(String offeringId) {
            Map<String, @Nullable Object> row =
                    state.rows(SourceTable.PRODUCT_OFFERINGS).get(offeringId);
            if (row == null) {
                return Optional.empty();
            }
            Set<String> features = new HashSet<>();
            state.rows(SourceTable.PRODUCT_OFFERING_FEATURES)
                    .values()
                    .forEach(r -> features.add(String.valueOf(r.get("feature_id"))));
            Number seats = (Number) row.get("max_users");
            SeatLimit limit = seats == null ? new SeatLimit.Unlimited() : new SeatLimit.Limited(seats.longValue());
            return Optional.of(new Offering(offeringId, null, limit, true, features));
        }

        @Override
        public List<Requirement> requirements(String roleId) {
            Map<String, TreeSet<String>> bySurface = new TreeMap<>();
            for (Map<String, @Nullable Object> binding :
                    state.rows(SourceTable.ROLE_SURFACE_BINDINGS).values()) {
                for (Map<String, @Nullable Object> needs :
                        state.rows(SourceTable.SURFACE_LICENSE_BINDINGS).values()) {
                    if (roleId.equals(binding.get("role_id"))
                            && Objects.equals(needs.get("surface_id"), binding.get("surface_id"))) {
                        bySurface
                                .computeIfAbsent(String.valueOf(binding.get("surface_id")), s -> new TreeSet<>())
                                .addAll(bundle(needs.get("required_bundle_id")));
                    }
                }
            }
            List<Requirement> found = new ArrayList<>();
            bySurface.forEach(
                    (surface, features) -> found.add(new Requirement(surface, Requirement.Mode.ALL_OF, features)));
            return found;
        }

        private Set<String> bundle(@Nullable Object bundleId) {
            Set<String> features = new HashSet<>();
            for (Map<String, @Nullable Object> item :
                    state.rows(SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS).values()) {
                if (Objects.equals(item.get("bundle_id"), bundleId) && !Boolean.FALSE.equals(item.get("is_required"))) {
                    features.add(String.valueOf(item.get("feature_id")));
                }
            }
            return features;
        }

        @Override
        public boolean featureLive(String featureId) {
            Map<String, @Nullable Object> row =
                    state.rows(SourceTable.FEATURE_CATALOG).get(featureId);
            return row != null && Boolean.TRUE.equals(row.get("is_active"));
        }

        @Override
        public @Nullable String featureCode(String featureId) {
            Map<String, @Nullable Object> row =
                    state.rows(SourceTable.FEATURE_CATALOG).get(featureId);
            return row == null ? null : (String) row.get("code");
        }

        @Override
        public boolean enforces(SourceTable table) {
            return false;
        }

        @Override
        public boolean isLiveRole(String roleId) {
            Map<String, @Nullable Object> row = state.rows(SourceTable.ROLES).get(roleId);
            return row != null && Boolean.TRUE.equals(row.get("is_active"));
        }

        @Override
        public Optional<RoleRow> systemRole(String roleId) {
            return Optional.empty();
        }
    }
}
