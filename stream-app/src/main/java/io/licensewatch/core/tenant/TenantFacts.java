package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Collection;
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
 *     live is asked here
 */
public record TenantFacts(
        String tenantId,
        @Nullable TenantRow tenant,
        List<GrantRow> grants,
        Map<String, RoleRow> roles,
        List<RoleSet> roleSets,
        List<OnboardingRow> onboarding,
        Reference reference) {

    public TenantFacts {
        grants = List.copyOf(grants);
        roles = Map.copyOf(roles);
        roleSets = List.copyOf(roleSets);
        onboarding = List.copyOf(onboarding);
    }

    public @Nullable String tenantName() {
        return tenant == null ? null : tenant.name();
    }

    public Optional<Offering> offering() {
        return tenant == null || tenant.offeringId() == null
                ? Optional.empty()
                : reference.offering(tenant.offeringId());
    }

    /** Where roles are captured, one that is inactive, deleted or gone gives nothing. */
    public boolean roleLive(String roleId) {
        if (!reference.captured(SourceTable.ROLES)) {
            return true;
        }
        RoleRow own = roles.get(roleId);
        return own != null
                ? own.live()
                : reference.systemRole(roleId).map(RoleRow::live).orElse(false);
    }

    /** Distinct users with at least one live role. */
    public long seatsUsed() {
        return usersWithAny(this::roleLive);
    }

    /** Distinct users that hold this role; 0 when the role is not live. */
    public long holders(String roleId) {
        return roleLive(roleId) ? usersWithAny(roleId::equals) : 0;
    }

    /** Distinct users that hold at least one of these roles, live ones only. */
    public long holdersOfAny(Collection<String> roleIds) {
        return usersWithAny(role -> roleIds.contains(role) && roleLive(role));
    }

    private long usersWithAny(Predicate<String> role) {
        long users = 0;
        for (RoleSet set : roleSets) {
            if (set.roleIds().stream().anyMatch(role)) {
                users += set.users();
            }
        }
        return users;
    }
}
