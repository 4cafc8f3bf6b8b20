package io.licensewatch.core.detect;

/**
 * From which share of the limit on seats are worth an alert; more than that share, not exactly it. Integer arithmetic, so
 * that 90 % of 10 is exactly 9.
 */
public record SeatLevels(int nearPercent, int exceededPercent, int criticalPercent) {
    public static final int MOST_PERCENT = 1000;

    public static final SeatLevels DEFAULTS = new SeatLevels(90, 100, 120);

    public SeatLevels {
        if (nearPercent < 1
                || exceededPercent <= nearPercent
                || criticalPercent <= exceededPercent
                || criticalPercent > MOST_PERCENT) {
            throw new IllegalArgumentException("seat levels must rise from 1 to " + MOST_PERCENT + " percent: "
                    + nearPercent + ", " + exceededPercent + ", " + criticalPercent);
        }
    }

    SeatUsage.Stage stage(long used, long allowed) {
        long limit = comparable(allowed);
        if (used * 100 > limit * criticalPercent) {
            return SeatUsage.Stage.CRITICAL;
        }
        if (used * 100 > limit * exceededPercent) {
            return SeatUsage.Stage.EXCEEDED;
        }
        return used * 100 > limit * nearPercent ? SeatUsage.Stage.NEAR_LIMIT : SeatUsage.Stage.NORMAL;
    }

    /** As many seats as the last level, rounded up. */
    long critical(long allowed) {
        return -Math.floorDiv(-comparable(allowed) * criticalPercent, 100);
    }

    /** A greater limit is as good as this one, and its percentages fit a long. */
    private static long comparable(long limit) {
        return Math.min(limit, Long.MAX_VALUE / MOST_PERCENT);
    }
}
