package io.licensewatch.core.tenant;

/** How a user is counted at present. */
enum UserStatus {
    LIVE,
    /** Banned, deleted or inactive. */
    NOT_LIVE,
    /**
     * Nothing was reported of the user. With a foreign key on {@code user_roles.user_id} such a user is live. Without one, the user does
     * not exist if {@code auth.users} is captured, and counts as live if it is not.
     */
    UNLISTED
}
