package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where roles and licences of a tenant do not agree.
 *
 * @param effective items of roles that are held, by role and resource
 * @param latent items of the tenant's own live roles that nobody holds
 * @param affectedUsers distinct users that hold a role with an effective item
 */
public record DriftFindings(List<DriftItem> effective, List<DriftItem> latent, long affectedUsers) {
    public static final DriftFindings NONE = new DriftFindings(List.of(), List.of(), 0);

    private static final Set<String> GOOD_SUBSCRIPTION = Set.of("active", "trial", "trialing");

    public DriftFindings {
        effective = List.copyOf(effective);
        latent = List.copyOf(latent);
    }

    static DriftFindings of(TenantFacts facts, Coverage coverage, Instant now) {
        Reference reference = facts.reference();
        if (!reference.captured(SourceTable.TENANT_FEATURE_GRANTS) || !reference.captured(SourceTable.USER_ROLES)) {
            return NONE;
        }
        Map<String, Long> holders = holders(facts);
        Set<String> licensed = coverage.licensed();
        Grantable grantable = new Grantable(facts, coverage, now);
        List<DriftItem> effective = new ArrayList<>();
        Set<String> drifting = new HashSet<>();
        holders.forEach((roleId, users) -> {
            if (collect(facts, roleId, users, licensed, grantable, effective)) {
                drifting.add(roleId);
            }
        });
        List<DriftItem> latent = new ArrayList<>();
        for (RoleRow role : new TreeMap<>(facts.roles()).values()) {
            if (role.live() && !holders.containsKey(role.roleId())) {
                collect(facts, role.roleId(), 0, licensed, grantable, latent);
            }
        }
        return new DriftFindings(effective, latent, drifting.isEmpty() ? 0 : facts.holdersOfAny(drifting));
    }

    /** Live roles that are held, with the number of their holders. */
    private static Map<String, Long> holders(TenantFacts facts) {
        Map<String, Long> holders = new TreeMap<>();
        for (RoleSet set : facts.roleSets()) {
            for (String roleId : set.roleIds()) {
                holders.merge(roleId, set.users(), Long::sum);
            }
        }
        holders.keySet().removeIf(roleId -> !facts.roleLive(roleId));
        return holders;
    }

    private static boolean collect(
            TenantFacts facts,
            String roleId,
            long users,
            Set<String> licensed,
            Grantable grantable,
            List<DriftItem> items) {
        boolean found = false;
        for (Requirement requirement : facts.requirements(roleId)) {
            SortedSet<String> missing = requirement.missing(licensed);
            if (!missing.isEmpty()) {
                found = true;
                items.add(new DriftItem(
                        roleId,
                        requirement.resource(),
                        requirement.mode(),
                        List.copyOf(missing),
                        users,
                        toGrant(requirement, missing, grantable)));
            }
        }
        return found;
    }

    private static List<String> toGrant(Requirement requirement, SortedSet<String> missing, Grantable grantable) {
        if (requirement.mode() == Requirement.Mode.ALL_OF) {
            return grantable.features().containsAll(missing) ? List.copyOf(missing) : List.of();
        }
        return missing.stream().filter(grantable.features()::contains).limit(1).toList();
    }

    /** What the tenant's offering contains, while its subscription is good: paid or tried, and not ended. Found when it is needed. */
    private static final class Grantable {
        private final TenantFacts facts;
        private final Coverage coverage;
        private final Instant now;
        private @Nullable Set<String> found;

        Grantable(TenantFacts facts, Coverage coverage, Instant now) {
            this.facts = facts;
            this.coverage = coverage;
            this.now = now;
        }

        Set<String> features() {
            Set<String> features = found;
            if (features == null) {
                features = find();
                found = features;
            }
            return features;
        }

        private Set<String> find() {
            String status = facts.tenant() == null ? null : facts.tenant().subscriptionStatus();
            boolean good = status == null || GOOD_SUBSCRIPTION.contains(status.toLowerCase(Locale.ROOT));
            return good && coverage.subscriptionEnd().isAfter(now) ? offered(facts, now) : Set.of();
        }
    }

    /** The features of the tenant's offering, but for retired ones: a grant of those licenses nothing. */
    static Set<String> offered(TenantFacts facts, Instant now) {
        Set<String> offered =
                new TreeSet<>(facts.offering(now).map(Offering::features).orElse(Set.of()));
        offered.removeIf(featureId -> !facts.reference().featureLive(featureId));
        return offered;
    }
}
