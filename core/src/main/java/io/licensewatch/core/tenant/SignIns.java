package io.licensewatch.core.tenant;

import java.util.List;

/** When the users of a tenant signed in last; asked for only where it matters, as it grows with time. */
@FunctionalInterface
public interface SignIns {
    SignIns NONE = day -> List.of();

    /**
     * Live users whose last sign-in was before a day, by the roles that they hold. A user that never signed in is not
     * among them.
     *
     * @param day days since 1970-01-01, in the licensing zone
     */
    List<RoleSet> before(long day);
}
