package io.licensewatch.core.detect;

import java.time.Duration;
import java.time.Instant;

/** How near the end of a licence is, from far to past. */
public enum ExpiryStage {
    NONE,
    NOTICE,
    SOON,
    FINAL,
    EXPIRED;

    /** The stage of a feature's coverage. */
    static ExpiryStage of(
            FeatureCoverage.Reason reason, Instant coveredUntil, Instant now, DetectionSettings settings) {
        return switch (reason) {
            case ACTIVE -> at(coveredUntil, now, settings);
            case LAPSED -> EXPIRED;
            case NOT_STARTED, INACTIVE, RETIRED -> NONE;
        };
    }

    /** The stage at a time; an end that is reached is past. */
    private static ExpiryStage at(Instant end, Instant now, DetectionSettings settings) {
        if (end.equals(Instant.MAX)) {
            return NONE;
        }
        if (!end.isAfter(now)) {
            return EXPIRED;
        }
        Duration left = Duration.between(now, end);
        if (left.compareTo(settings.last()) <= 0) {
            return FINAL;
        }
        if (left.compareTo(settings.soon()) <= 0) {
            return SOON;
        }
        return left.compareTo(settings.notice()) <= 0 ? NOTICE : NONE;
    }

    /** When the stage will be another, if the end stays; {@link Instant#MAX} for never. */
    static Instant changesAt(Instant end, Instant now, DetectionSettings settings) {
        if (end.equals(Instant.MAX) || !end.isAfter(now)) {
            return Instant.MAX;
        }
        return switch (at(end, now, settings)) {
            case NONE -> end.minus(settings.notice());
            case NOTICE -> end.minus(settings.soon());
            case SOON -> end.minus(settings.last());
            case FINAL, EXPIRED -> end;
        };
    }

    boolean isAhead() {
        return this == NOTICE || this == SOON || this == FINAL;
    }
}
