package io.licensewatch.workload;

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
    ASSIGNED_OFFERINGS
}
