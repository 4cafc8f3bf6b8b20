package io.licensewatch.console.whatif;

import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Rule;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The change of one alert of a tenant.
 *
 * @param tenantName null if the source has no name for it
 * @param now null if there is none
 * @param then null if there would be none; at most one of both is null
 */
public record Change(
        String tenantId,
        @Nullable String tenantName,
        Rule rule,
        @Nullable Grade now,
        @Nullable Grade then) {
    /** The most important changes first. */
    static final Comparator<Change> ORDER = Comparator.comparingLong(Change::weight)
            .thenComparing(Change::tenantId)
            .thenComparing(Change::rule);

    public enum Kind {
        OPENS,
        CHANGES,
        ENDS
    }

    public Kind kind() {
        return now == null ? Kind.OPENS : then == null ? Kind.ENDS : Kind.CHANGES;
    }

    /** Whether the change pages somebody who is not paged now. */
    public boolean wakes() {
        return then != null && then.pages() && (now == null || !now.pages());
    }

    /** Ascending order. */
    long weight() {
        Grade worst = Objects.requireNonNull(then == null ? now : then);
        int severity = 9 - worst.severity().ordinal();
        int level = 9 - worst.level().ordinal();
        return (wakes() ? 0 : 1) * 1000L + kind().ordinal() * 100L + severity * 10L + level;
    }
}
