package io.licensewatch.core.tenant;

/** How a user counts at present. */
enum Standing {
    LIVE,
    /** Banned, deleted or inactive. */
    SHUT_OUT,
    /**
     * Nothing was reported: live where a foreign key says that users who hold a role are there, gone where the table is captured and
     * there is none, as good as live where it is not.
     */
    UNLISTED
}
