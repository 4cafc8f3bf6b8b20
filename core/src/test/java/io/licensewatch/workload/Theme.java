package io.licensewatch.workload;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What a workload may leave out. */
public enum Theme {
    /** Users are banned, deleted and come back. */
    USERS,
    /** Roles need features through permissions. */
    PERMISSIONS,
    /** Rows of user_roles and role_permissions without a tenant, and system roles. */
    TENANTLESS,
    /** Offerings contain bundles. */
    BUNDLES,
    /** The offering of a tenant is said by license_assignments only. */
    ASSIGNED_OFFERINGS;

    private static final String WITHOUT = "licensewatch.workload.without";

    /** What the tests leave out: nothing, unless {@code -Dlicensewatch.workload.without=USERS,BUNDLES} says so. */
    public static Set<Theme> leftOut() {
        String named = System.getProperty(WITHOUT, "");
        return Arrays.stream(named.split(",", -1))
                .filter(name -> !name.isBlank())
                .map(Theme::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
