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

    /**
     * What the tests leave out because the core does not know it yet; a comma-separated list in {@code
     * -Dlicensewatch.workload.without}, which may be empty, says otherwise.
     */
    public static Set<Theme> notYet() {
        String named = System.getProperty(WITHOUT);
        if (named == null) {
            return Set.of();
        }
        return Arrays.stream(named.split(",", -1))
                .filter(name -> !name.isBlank())
                .map(Theme::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
