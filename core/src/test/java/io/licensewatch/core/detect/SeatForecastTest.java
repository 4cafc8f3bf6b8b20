package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.reference.SeatLimit;
import io.licensewatch.core.tenant.SeatHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SeatForecastTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final long FIRST_DAY = LocalDate.parse("2026-01-01").toEpochDay();

    @Test
    void growth_of_the_last_thirty_days_leads_on() {
        GivenTenant tenant = new GivenTenant()
                .offering("basic", 50)
                .seatsSince("2026-01-05", 20)
                .seatsSince("2026-01-31", 25)
                .seats(40);
        SeatForecast ahead = Objects.requireNonNull(forecast(tenant));
        assertThat(ahead.usersPerDay()).isEqualTo("0.50");
        assertThat(ahead.since()).isEqualTo("2026-01-31");
        assertThat(ahead.fullOn()).as("ten more, one in two days").isEqualTo("2026-03-22");
        assertThat(ahead.criticalOn()).as("twenty more").isEqualTo("2026-04-11");
    }

    @Test
    void what_is_reached_already_has_no_date_ahead() {
        SeatForecast ahead = Objects.requireNonNull(forecast(new GivenTenant()
                .offering("basic", 10)
                .seatsSince("2026-02-20", 9)
                .seats(11)));
        assertThat(ahead.fullOn()).isNull();
        assertThat(ahead.criticalOn()).isEqualTo("2026-03-07");
    }

    @Test
    void less_than_a_week_of_history_says_nothing() {
        GivenTenant tenant = new GivenTenant().offering("basic", 50).seatsSince("2026-02-24", 20);
        assertThat(forecast(tenant.seats(30))).isNull();
        assertThat(forecast(new GivenTenant()
                        .offering("basic", 50)
                        .seatsSince("2026-02-23", 20)
                        .seats(30)))
                .isNotNull();
    }

    @Test
    void no_growth_says_nothing() {
        assertThat(forecast(new GivenTenant()
                        .offering("basic", 50)
                        .seatsSince("2026-01-10", 20)
                        .seats(20)))
                .isNull();
        assertThat(forecast(new GivenTenant()
                        .offering("basic", 50)
                        .seatsSince("2026-01-10", 21)
                        .seats(20)))
                .isNull();
    }

    @Test
    void without_a_limit_nothing_is_ahead() {
        GivenTenant tenant = new GivenTenant()
                .offering("free", new SeatLimit.Unlimited())
                .seatsSince("2026-01-10", 2)
                .seats(20);
        assertThat(forecast(tenant)).isNull();
    }

    @Test
    void what_is_farther_than_ten_years_has_no_date() {
        SeatForecast ahead = Objects.requireNonNull(forecast(new GivenTenant()
                .offering("vast", Long.MAX_VALUE)
                .seatsSince("2026-01-10", 19)
                .seats(20)));
        assertThat(ahead.fullOn()).isNull();
        assertThat(ahead.criticalOn()).isNull();
    }

    @Test
    void fast_growth_has_a_date_however_many_seats_are_missing() {
        SeatForecast ahead = Objects.requireNonNull(forecast(new GivenTenant()
                .offering("vast", 100_000)
                .seatsSince("2026-02-20", 1000)
                .seats(2000)));
        assertThat(ahead.usersPerDay()).isEqualTo("100.00");
        assertThat(ahead.fullOn()).as("98,000 more, in 980 days").isEqualTo("2028-11-06");
    }

    @Test
    void ten_years_ahead_are_a_date_and_a_day_more_is_none() {
        LocalDate inTenYears = LocalDate.parse("2026-03-02").plusDays(SeatForecast.HORIZON_DAYS);
        assertThat(oneMoreADay(20 + SeatForecast.HORIZON_DAYS).fullOn()).isEqualTo(inTenYears);
        assertThat(oneMoreADay(21 + SeatForecast.HORIZON_DAYS).fullOn()).isNull();
    }

    private static SeatForecast oneMoreADay(long limit) {
        GivenTenant tenant = new GivenTenant().offering("wide", limit).seatsSince("2026-02-20", 10);
        return Objects.requireNonNull(forecast(tenant.seats(20)));
    }

    private static @Nullable SeatForecast forecast(GivenTenant tenant) {
        return new TenantDetectors(DetectionSettings.defaults())
                .assess(tenant.facts(), NOW)
                .seatForecast();
    }

    /** The tenant is looked at when seats have moved, and now and then besides; the oracle knows every day. */
    @RepeatedTest(200)
    void it_is_what_a_list_of_all_days_says() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int days = 1 + random.nextInt(100);
        long[] used = new long[days];
        long limit = random.nextInt(40);
        SeatLevels levels = new SeatLevels(10, 20, 101 + random.nextInt(200));
        SeatHistory history = SeatHistory.NONE;
        long seats = random.nextInt(30);
        for (int day = 0; day < days; day++) {
            boolean looked = day == 0 || random.nextInt(10) == 0;
            for (int moves = random.nextInt(3) == 0 ? random.nextInt(3) : 0; moves > 0; moves--) {
                seats = Math.max(0, seats + random.nextInt(7) - 3);
                history = history.with(FIRST_DAY + day, seats);
            }
            history = looked ? history.with(FIRST_DAY + day, seats) : history;
            used[day] = seats;
            SeatUsage usage = new SeatUsage(seats, limit, levels.stage(seats, limit), "basic");
            SeatForecast reported = SeatForecast.of(history, usage, levels, FIRST_DAY + day);
            assertThat(
                            reported == null
                                    ? "nothing"
                                    : reported.since() + " " + reported.fullOn() + " " + reported.criticalOn())
                    .as("seed %s, day %s of %s", seed, day, history)
                    .isEqualTo(plainly(used, day, limit, levels.criticalPercent()));
            assertThat(history.samples()).hasSizeLessThanOrEqualTo(SeatHistory.DAYS + 1);
            if (reported != null) {
                assertThat(history.moves()).as("looked at again tomorrow").isTrue();
            }
        }
    }

    private static String plainly(long[] used, int today, long limit, int critical) {
        int from = Math.max(0, today - 30);
        long growth = used[today] - used[from];
        if (today - from < 7 || growth <= 0) {
            return "nothing";
        }
        double perDay = (double) growth / (today - from);
        return LocalDate.ofEpochDay(FIRST_DAY + from) + " " + reached(limit, used[today], perDay, today) + " "
                + reached((limit * critical + 99) / 100, used[today], perDay, today);
    }

    private static @Nullable LocalDate reached(long target, long used, double perDay, int today) {
        if (used >= target) {
            return null;
        }
        int ahead = 0;
        while (used + perDay * ahead < target - 1e-9) {
            ahead++;
        }
        return LocalDate.ofEpochDay(FIRST_DAY + today + ahead);
    }
}
