package io.licensewatch.console.read;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import org.jspecify.annotations.Nullable;

/** Filter of open alerts; null for any. */
public record AlertFilter(
        @Nullable String rule,
        @Nullable Severity severity,
        @Nullable Level level,
        @Nullable String tenantId,
        Order order) {
    public static final AlertFilter HEAVIEST_FIRST = new AlertFilter(null, null, null, null, Order.WEIGHT);

    public enum Order {
        /** By severity, then level, then age: the most urgent first. */
        WEIGHT,
        NEWEST,
        OLDEST
    }
}
