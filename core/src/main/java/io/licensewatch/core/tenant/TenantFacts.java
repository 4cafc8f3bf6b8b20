package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.LicenseAssignmentRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one tenant at a frontier, in a size that does not grow with its users.
 *
 * @param tenant null where the source has no such row (or no tenants table)
 * @param grants all grants, also inactive and lapsed ones
 * @param roles the tenant's own roles by id
 * @param roleSets how many users hold which roles by assignments that are live in themselves; whether the roles are
 *     live is looked up here
 * @param licenseAssignments offerings that the tenant was given
 * @param access what the roles permit
 * @param seatChange the newest change that moved a seat; null when none is known
 * @param seatHistory as of the former evaluation
 */
public record TenantFacts(
        String tenantId,
        @Nullable TenantRow tenant,
        List<GrantRow> grants,
        Map<String, RoleRow> roles,
        List<RoleSet> roleSets,
        List<OnboardingRow> onboarding,
        List<LicenseAssignmentRow> licenseAssignments,
        Access access,
        @Nullable RowOrigin seatChange,
        SeatHistory seatHistory,
        Reference reference) {

    public TenantFacts {
        grants = List.copyOf(grants);
        roles = Map.copyOf(roles);
        roleSets = List.copyOf(roleSets);
        onboarding = List.copyOf(onboarding);
        licenseAssignments = List.copyOf(licenseAssignments);
    }

    /** Whether both were made from the same rows, except those of users. For a resident tenant these are the same objects. */
    @SuppressWarnings("ReferenceEquality")
    public boolean hasSameRows(TenantFacts other) {
        return tenant == other.tenant
                && grants == other.grants
                && roles == other.roles
                && onboarding == other.onboarding
                && licenseAssignments == other.licenseAssignments
                && access == other.access;
    }

    public @Nullable String tenantName() {
        return tenant == null ? null : tenant.name();
    }

    /** The offering that the tenant's row names; if the table has no column for it, the one that was assigned last. */
    public Optional<Offering> offering(Instant now) {
        if (!isAssigned()) {
            return Optional.ofNullable(tenant).map(TenantRow::offeringId).flatMap(reference::offering);
        }
        return licenseAssignments.stream()
                .filter(row -> !assignedAt(row).isAfter(now))
                .max(Comparator.comparing(TenantFacts::assignedAt)
                        .thenComparing(row -> row.origin().key()))
                .flatMap(row -> reference.offering(row.offeringId()));
    }

    /** When the next assigned offering takes effect; {@link Instant#MAX} for never. */
    public Instant offeringChangesAt(Instant now) {
        return isAssigned()
                ? licenseAssignments.stream()
                        .map(TenantFacts::assignedAt)
                        .filter(at -> at.isAfter(now))
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.MAX)
                : Instant.MAX;
    }

    /** Whether the tenant's offering is the one of its license assignments. */
    private boolean isAssigned() {
        return tenant == null ? !reference.captured(SourceTable.TENANTS) : !tenant.namesOffering();
    }

    private static Instant assignedAt(LicenseAssignmentRow row) {
        return row.assignedAt() == null ? Instant.MIN : row.assignedAt();
    }

    /** The licences that holding a role requires, by both models: surfaces with bundles, and permissions. */
    public List<Requirement> requirements(String roleId) {
        List<Requirement> shared = reference.requirements(roleId);
        List<Access.Permission> permissions = access.of(roleId);
        if (permissions.isEmpty()) {
            return shared;
        }
        Requirement.Union union = new Requirement.Union(shared);
        for (Access.Permission held : permissions) {
            reference
                    .permissionRequirement(held.permissionId(), held.code(), held.sourceFeature())
                    .ifPresent(union::add);
        }
        return union.all();
    }

    /** Whether the role gives access. If roles are captured, one that is inactive, deleted, unknown or another tenant's gives none. */
    public boolean roleLive(String roleId) {
        if (!reference.captured(SourceTable.ROLES)) {
            return true;
        }
        RoleRow own = roles.get(roleId);
        return own != null
                ? own.live()
                : reference.systemRole(roleId).map(RoleRow::live).orElse(false);
    }

    /** Whether holders of the role have a seat. Another tenant's role gives a seat, and no access. */
    public boolean givesSeat(String roleId) {
        if (!reference.captured(SourceTable.ROLES)) {
            return true;
        }
        RoleRow own = roles.get(roleId);
        return own != null
                ? own.live()
                : reference.systemRole(roleId).map(RoleRow::live).orElseGet(() -> reference.isLiveRole(roleId));
    }

    /** Distinct users that hold at least one of these roles, live ones only. */
    public long holdersOfAny(Collection<String> roleIds) {
        return usersWithAny(role -> roleIds.contains(role) && roleLive(role));
    }

    /** Distinct users that hold at least one role that matches. */
    public long usersWithAny(Predicate<String> role) {
        long users = 0;
        for (RoleSet set : roleSets) {
            users += anyIs(set.roleIds(), role) ? set.users() : 0;
        }
        return users;
    }

    private static boolean anyIs(List<String> roleIds, Predicate<String> role) {
        for (String roleId : roleIds) {
            if (role.test(roleId)) {
                return true;
            }
        }
        return false;
    }
}
