package io.licensewatch.core.detect;

import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Users whose seats could be freed because they have not signed in for long; counted only when somebody is told, as that
 * looks at every day of sign-ins.
 *
 * @param day days since 1970-01-01; whoever signed in last before it is inactive
 */
public record InactiveUsers(TenantFacts facts, long day) {
    /** A user that has not signed in for more than so many days is inactive; one that never did is not. */
    public static final long DAYS = 90;

    static InactiveUsers of(TenantFacts facts, Instant now, ZoneId zone) {
        return new InactiveUsers(facts, LocalDate.ofInstant(now, zone).toEpochDay() - DAYS);
    }

    /** Without the last administrator; null where users are not captured. */
    public @Nullable Long count() {
        if (!facts.reference().captured(SourceTable.AUTH_USERS)) {
            return null;
        }
        long users = 0;
        long administrators = 0;
        for (RoleSet set : facts.signIns().before(day)) {
            if (set.roleIds().stream().anyMatch(facts::givesSeat)) {
                users += set.users();
                administrators += isAdministrators(set) ? set.users() : 0;
            }
        }
        boolean all = administrators > 0 && administrators == administrators();
        return all ? users - 1 : users;
    }

    private long administrators() {
        return facts.roleSets().stream()
                .filter(this::isAdministrators)
                .mapToLong(RoleSet::users)
                .sum();
    }

    private boolean isAdministrators(RoleSet set) {
        return OnboardingState.isAdministrators(facts, set);
    }
}
