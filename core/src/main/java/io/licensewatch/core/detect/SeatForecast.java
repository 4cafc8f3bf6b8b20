package io.licensewatch.core.detect;

import io.licensewatch.core.tenant.SeatHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where the growth of the last 30 days leads.
 *
 * @param usersPerDay mean growth since then, two decimals
 * @param since the day from which it is measured
 * @param fullOn when all seats are used; null when they are already, or not within {@link #HORIZON_DAYS}
 * @param criticalOn when as many are used as the last of the seat levels says, likewise
 */
public record SeatForecast(
        BigDecimal usersPerDay,
        LocalDate since,
        @Nullable LocalDate fullOn,
        @Nullable LocalDate criticalOn) {
    /** Growth that is measured over fewer days says little. */
    static final long LEAST_DAYS = 7;
    /** Ten years; what lies beyond is no date. */
    static final long HORIZON_DAYS = 3650;

    private static final int DECIMALS = 2;
    /** A greater limit is as far away as this one. */
    private static final long MOST = Long.MAX_VALUE / 2;

    /** Null without a limit, without growth, or with too little history. */
    static @Nullable SeatForecast of(SeatHistory history, SeatUsage seats, SeatLevels levels, long today) {
        SeatHistory.Sample base = history.base(today);
        if (base == null || seats.limit() == null) {
            return null;
        }
        long days = today - base.day();
        long growth = seats.used() - base.used();
        if (days < LEAST_DAYS || growth <= 0) {
            return null;
        }
        long limit = Math.min(seats.limit(), MOST);
        return new SeatForecast(
                BigDecimal.valueOf(growth).divide(BigDecimal.valueOf(days), DECIMALS, RoundingMode.HALF_UP),
                LocalDate.ofEpochDay(base.day()),
                reached(limit, seats.used(), growth, days, today),
                reached(levels.critical(limit), seats.used(), growth, days, today));
    }

    private static @Nullable LocalDate reached(long target, long used, long growth, long days, long today) {
        long missing = target - used;
        if (missing <= 0 || missing > HORIZON_DAYS * growth) {
            return null; // days is at least 1: so much growth takes longer than the horizon
        }
        long ahead = -Math.floorDiv(-missing * days, growth);
        return ahead > HORIZON_DAYS ? null : LocalDate.ofEpochDay(today + ahead);
    }
}
