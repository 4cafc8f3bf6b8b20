package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CoverageGapTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final int DAYS = 120;

    @Test
    void the_features_that_end_first_are_the_gap() {
        GivenTenant tenant = new GivenTenant()
                .seats(4)
                .grant("events", "2026-01-01", "2026-03-31")
                .grant("giving", "2026-01-01", "2026-03-31")
                .grant("reports", "2026-01-01", "2026-06-30")
                .grant("giving", "2026-04-15", "2026-05-01")
                .grant("events", "2026-05-01", null)
                .grant("members", "2026-01-01", null);
        assertThat(gap(tenant, NOW))
                .isEqualTo(new CoverageGap(
                        Instant.parse("2026-04-01T00:00:00Z"),
                        Instant.parse("2026-05-01T00:00:00Z"),
                        List.of("events", "giving"),
                        4));
    }

    @Test
    void a_renewal_that_touches_leaves_no_gap() {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-01-01", "2026-03-31").grant("giving", "2026-04-01", null);
        assertThat(gap(tenant, NOW)).isNull();
    }

    @Test
    void after_a_trial_that_ends_no_grant_covers_anything() {
        GivenTenant tenant = new GivenTenant()
                .subscription("trial", "2026-03-10T00:00:00Z")
                .grant("giving", "2026-01-01", "2026-03-31")
                .grant("giving", "2026-05-01", null);
        assertThat(gap(tenant, NOW))
                .isEqualTo(new CoverageGap(Instant.parse("2026-03-10T00:00:00Z"), null, List.of("giving"), 0));
    }

    private static @Nullable CoverageGap gap(GivenTenant tenant, Instant now) {
        return new TenantDetectors(DetectionSettings.defaults())
                .assess(tenant.facts(), now)
                .coverageGap();
    }

    /** The oracle walks day by day and knows no intervals. */
    @RepeatedTest(300)
    void it_is_what_walking_day_by_day_finds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        GivenTenant tenant = new GivenTenant();
        int bound = random.nextInt(3) == 0 ? random.nextInt(DAYS) : Integer.MAX_VALUE;
        tenant.subscription(
                bound == Integer.MAX_VALUE ? "active" : "trial",
                bound == Integer.MAX_VALUE ? null : date(bound) + "T00:00:00Z");
        Map<String, boolean[]> covered = new TreeMap<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            String feature = "f" + random.nextInt(3);
            int start = random.nextInt(DAYS);
            int last = random.nextInt(4) == 0 ? Integer.MAX_VALUE : start + random.nextInt(40) - 3;
            tenant.grant(feature, date(start), last == Integer.MAX_VALUE ? null : date(last));
            boolean[] days = covered.computeIfAbsent(feature, f -> new boolean[2 * DAYS]);
            for (int day = start; day <= Math.min(last, days.length - 1); day++) {
                days[day] = true;
            }
        }
        for (boolean[] days : covered.values()) {
            Arrays.fill(days, Math.min(bound, days.length), days.length, false);
        }
        for (int look = 0; look < 20; look++) {
            int day = random.nextInt(DAYS + 10);
            Instant now = instant(day).plus(Duration.ofMinutes(random.nextInt(24 * 60)));
            assertThat(gap(tenant, now))
                    .as("seed %s, day %s, bound %s", seed, day, bound)
                    .isEqualTo(walked(covered, day));
        }
    }

    private static @Nullable CoverageGap walked(Map<String, boolean[]> covered, int today) {
        int from = Integer.MAX_VALUE;
        for (boolean[] days : covered.values()) {
            from = Math.min(from, days[today] ? next(days, today, false) : Integer.MAX_VALUE);
        }
        if (from == Integer.MAX_VALUE) {
            return null;
        }
        int first = from;
        int until = 0;
        Map<String, boolean[]> ending = new TreeMap<>(covered);
        ending.values().removeIf(days -> !days[today] || next(days, today, false) != first);
        for (boolean[] days : ending.values()) {
            until = Math.max(until, next(days, from, true));
        }
        return new CoverageGap(
                instant(from), until == Integer.MAX_VALUE ? null : instant(until), List.copyOf(ending.keySet()), 0);
    }

    private static int next(boolean[] days, int from, boolean wanted) {
        for (int day = from; day < days.length; day++) {
            if (days[day] == wanted) {
                return day;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static String date(int day) {
        return FIRST.plusDays(day).toString();
    }

    private static Instant instant(int day) {
        return Instant.parse(date(day) + "T00:00:00Z");
    }
}
