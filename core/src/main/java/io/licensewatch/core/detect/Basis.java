package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.TenantFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an assessment rests on besides the users that hold roles: rows and reference data, which hardly ever change, and a time in
 * which they say the same. While all of it holds, the next assessment takes over what follows from it alone.
 */
final class Basis {
    private final TenantFacts facts;
    private final long referenceVersion;
    private final Instant from;
    private final Instant until;
    private final Optional<Offering> offering;
    private final Map<String, Boolean> seats = new HashMap<>();

    private Basis(TenantFacts facts, Instant from, Instant until) {
        this.facts = facts;
        this.referenceVersion = facts.reference().version();
        this.from = from;
        this.until = until;
        this.offering = facts.offering(from);
    }

    static Basis of(TenantFacts facts, Coverage coverage, Instant now) {
        Instant until = Coverage.earlier(coverage.stageChangesAt(), coverage.licenseChangesAt());
        Instant subscriptionEnd = coverage.subscriptionEnd();
        if (subscriptionEnd.isAfter(now)) {
            until = Coverage.earlier(until, subscriptionEnd);
        }
        return new Basis(facts, now, Coverage.earlier(until, facts.offeringChangesAt(now)));
    }

    boolean holds(TenantFacts present, Instant now) {
        return facts.hasSameRows(present)
                && referenceVersion == present.reference().version()
                && !now.isBefore(from)
                && now.isBefore(until);
    }

    Optional<Offering> offering() {
        return offering;
    }

    /** Distinct users with a role that gives a seat; each role is asked about once. */
    long seatsUsed(TenantFacts present) {
        return present.usersWithAny(roleId -> seats.computeIfAbsent(roleId, present::givesSeat));
    }

    /** Whether the drift of one assessment is that of the next on the same basis: how many hold a role matters where it drifts. */
    static boolean sameDrift(Assessment former, TenantFacts present) {
        List<RoleSet> before = former.facts().roleSets();
        List<RoleSet> now = present.roleSets();
        if (!former.drift().effective().isEmpty()) {
            return before.equals(now);
        }
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!before.get(i).roleIds().equals(now.get(i).roleIds())) {
                return false;
            }
        }
        return true;
    }
}
