package io.licensewatch.console.whatif;

import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Rule;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one alert of a tenant.
 *
 * @param tenantName null where the source does not tell
 * @param now null when there is none
 * @param then null when there would be none; not both are
 */
public record Change(
        String tenantId,
        @Nullable String tenantName,
        Rule rule,
        @Nullable Grade now,
        @Nullable Grade then) {
    /** What people have to know first comes first. */
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

    /** Whether somebody would be woken who is not now. */
    public boolean wakes() {
        return then != null && then.pages() && (now == null || !now.pages());
    }

    /** Less is listed before more. */
    long weight() {
        Grade worst = Objects.requireNonNull(then == null ? now : then);
        int severity = 9 - worst.severity().ordinal();
        int level = 9 - worst.level().ordinal();
        return (wakes() ? 0 : 1) * 1000L + kind().ordinal() * 100L + severity * 10L + level;
    }
}
