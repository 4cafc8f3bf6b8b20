package io.licensewatch.console.read;

import org.jspecify.annotations.Nullable;

/**
 * Filter of tenants; null for any.
 *
 * @param inScope false for deleted or closed tenants
 * @param alerting whether they have an open alert
 */
public record TenantFilter(
        boolean inScope,
        @Nullable Boolean alerting,
        @Nullable SeatsStage seats,
        Order order) {
    public static final TenantFilter WORST_FIRST = new TenantFilter(true, null, null, Order.SCORE);

    /** As in the tenant's status. */
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
