package io.licensewatch.console.read;

import org.jspecify.annotations.Nullable;

/**
 * Which tenants are wanted; null for any.
 *
 * @param inScope false for those that are deleted or closed
 * @param alerting whether they have an open alert
 */
public record TenantFilter(
        boolean inScope,
        @Nullable Boolean alerting,
        @Nullable SeatsStage seats,
        Order order) {
    public static final TenantFilter WORST_FIRST = new TenantFilter(true, null, null, Order.SCORE);

    /** As a tenant's status says. */
    public enum SeatsStage {
        NORMAL,
        NEAR_LIMIT,
        EXCEEDED,
        CRITICAL,
        UNLIMITED,
        UNKNOWN_LIMIT
    }

    public enum Order {
        /** The lowest score first. */
        SCORE,
        NAME,
        /** The fullest first; those without a limit last. */
        SEATS
    }
}
