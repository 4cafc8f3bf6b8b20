package io.licensewatch.core.tenant;

import org.jspecify.annotations.Nullable;

/**
 * What auth.users says of a user at present.
 *
 * @param signInDay days since 1970-01-01 of the last sign-in; null when there was none, or nobody knows
 */
record Standing(Kind kind, @Nullable Long signInDay) {
    static final Standing UNLISTED = new Standing(Kind.UNLISTED, null);

    /** Whether a user counts. */
    enum Kind {
        LIVE,
        /** Banned, deleted or inactive. */
        SHUT_OUT,
        /** There is no row: gone where the table is captured, as good as live where it is not. */
        UNLISTED
    }
}
