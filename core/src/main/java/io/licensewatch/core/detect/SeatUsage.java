package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.SeatLimit;
import io.licensewatch.core.tenant.TenantFacts;
import org.jspecify.annotations.Nullable;

/**
 * Seats used against seats allowed.
 *
 * @param limit null when unlimited or unknown
 */
public record SeatUsage(
        long used,
        @Nullable Long limit,
        Stage stage,
        @Nullable String offeringId) {
    private static final long NEAR_PERCENT = 90;
    private static final long CRITICAL_PERCENT = 120;

    /** A greater limit is as good as this one, and percentages of this one fit a long. */
    private static final long MOST = Long.MAX_VALUE / CRITICAL_PERCENT;

    /** From fine to worse; integer arithmetic, so that 90 % of 10 is exactly 9. */
    public enum Stage {
        UNLIMITED,
        UNKNOWN_LIMIT,
        NORMAL,
        NEAR_LIMIT,
        EXCEEDED,
        CRITICAL;

        static Stage of(long used, long allowed) {
            long limit = Math.min(allowed, MOST);
            if (used * 100 > limit * CRITICAL_PERCENT) {
                return CRITICAL;
            }
            if (used > limit) {
                return EXCEEDED;
            }
            return used * 100 > limit * NEAR_PERCENT ? NEAR_LIMIT : NORMAL;
        }

        boolean isAlarming() {
            return compareTo(NORMAL) > 0;
        }
    }

    static SeatUsage of(TenantFacts facts) {
        long used = facts.seatsUsed();
        Offering offering = facts.offering().orElse(null);
        if (offering == null) {
            return new SeatUsage(used, null, Stage.UNKNOWN_LIMIT, null);
        }
        String offeringId = offering.offeringId();
        if (offering.seatLimit() instanceof SeatLimit.Limited limited) {
            return new SeatUsage(used, limited.seats(), Stage.of(used, limited.seats()), offeringId);
        }
        boolean unlimited = offering.seatLimit() instanceof SeatLimit.Unlimited;
        return new SeatUsage(used, null, unlimited ? Stage.UNLIMITED : Stage.UNKNOWN_LIMIT, offeringId);
    }

    /** Rounded down; null without a limit or with limit 0. */
    public @Nullable Long percent() {
        return limit == null || limit == 0 ? null : (Long) (used * 100 / limit);
    }
}
