package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.SeatLimit;
import java.util.Optional;
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
    /** From fine to worse. */
    public enum Stage {
        UNLIMITED,
        UNKNOWN_LIMIT,
        NORMAL,
        NEAR_LIMIT,
        EXCEEDED,
        CRITICAL
    }

    static SeatUsage of(long used, Optional<Offering> bought, SeatLevels levels) {
        Offering offering = bought.orElse(null);
        if (offering == null) {
            return new SeatUsage(used, null, Stage.UNKNOWN_LIMIT, null);
        }
        String offeringId = offering.offeringId();
        if (offering.seatLimit() instanceof SeatLimit.Limited limited) {
            return new SeatUsage(used, limited.seats(), levels.stage(used, limited.seats()), offeringId);
        }
        boolean unlimited = offering.seatLimit() instanceof SeatLimit.Unlimited;
        return new SeatUsage(used, null, unlimited ? Stage.UNLIMITED : Stage.UNKNOWN_LIMIT, offeringId);
    }

    /** Rounded down; null without a limit or with limit 0. */
    public @Nullable Long percent() {
        return limit == null || limit == 0 ? null : (Long) (used * 100 / limit);
    }
}
