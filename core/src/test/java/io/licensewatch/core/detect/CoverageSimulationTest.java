package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.row.Boundary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Coverage against an oracle that knows no intervals: it walks hour by hour and asks each grant, with what a person
 * would ask (is this hour's day between those two days?), whether it covers the hour. All boundaries are whole hours, so
 * nothing falls between. The years' clock changes of four zones are within the time walked.
 */
class CoverageSimulationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Grants begin and end between the margins, so the first hour stands for since ever and the last for ever. */
    private static final int HOURS = 370 * 24;

    private static final int MARGIN = 35 * 24;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"), ZoneId.of("Asia/Manila"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Beirut"));

    /** A grant, or the subscription, as the oracle reads it. */
    private record Span(Boundary start, Boundary end) {
        boolean covers(Instant hour, LocalDate day) {
            return hasBegun(hour, day) && !isOver(hour, day);
        }

        private boolean hasBegun(Instant hour, LocalDate day) {
            return switch (start.kind()) {
                case NONE, MINUS_INFINITY -> true;
                case INFINITY -> false;
                case DATE -> day.toEpochDay() >= start.value();
                case INSTANT -> hour.getEpochSecond() >= start.value();
            };
        }

        boolean isOver(Instant hour, LocalDate day) {
            return switch (end.kind()) {
                case NONE, INFINITY -> false;
                case MINUS_INFINITY -> true;
                case DATE -> day.toEpochDay() > end.value();
                case INSTANT -> hour.getEpochSecond() >= end.value();
            };
        }
    }

    @RepeatedTest(300)
    void coverage_is_what_walking_hour_by_hour_finds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        int[] pivots = IntStream.range(0, 4).map(i -> pivot(random, zone)).toArray();
        GivenTenant tenant = new GivenTenant();
        boolean[] covered = new boolean[HOURS];
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            Span span = new Span(boundary(random, zone, pivots), boundary(random, zone, pivots));
            if (random.nextInt(6) == 0) {
                tenant.inactiveGrant("giving", GivenTenant.text(span.start()), GivenTenant.text(span.end()));
            } else {
                tenant.grant("giving", GivenTenant.text(span.start()), GivenTenant.text(span.end()));
                for (int hour = 0; hour < HOURS; hour++) {
                    covered[hour] |= span.covers(time(hour), day(hour, zone));
                }
            }
        }
        boolean paid = random.nextBoolean();
        Boundary end = random.nextBoolean() ? Boundary.NONE : boundary(random, zone, pivots);
        end = end.kind() == Boundary.Kind.MINUS_INFINITY ? Boundary.NONE : end;
        tenant.subscription(paid ? "active" : "trial", GivenTenant.text(end));
        Instant bound = paid ? Instant.MAX : firstOver(new Span(Boundary.NONE, end), zone);
        DetectionSettings defaults = DetectionSettings.defaults();
        DetectionSettings settings =
                OtherSettings.with(defaults, zone, defaults.closedStatuses(), defaults.onboardingStall());
        for (int look = 0; look < 60; look++) {
            int hour = random.nextInt(3) == 0
                    ? 1 + random.nextInt(HOURS - 2)
                    : pivots[random.nextInt(pivots.length)] + random.nextInt(3) - 1;
            Instant now = time(hour).plusNanos(random.nextInt(3) * 1_799_999_999_999L);
            assertThat(Reported.of(Coverage.of(tenant.facts(), now, settings)
                            .features()
                            .get(0)))
                    .as("seed %s: in %s at %s", seed, zone, now)
                    .isEqualTo(walked(covered, hour, bound, now));
        }
    }

    /** What is compared. */
    private record Reported(
            boolean licensed,
            FeatureCoverage.Reason reason,
            Instant coveredUntil,
            Instant resumesAt,
            ExpiryStage stage) {
        static Reported of(FeatureCoverage feature) {
            Instant resumesAt = feature.resumesAt();
            return new Reported(
                    feature.licensed(),
                    feature.reason(),
                    feature.coveredUntil(),
                    resumesAt == null ? Instant.MAX : resumesAt,
                    feature.stage());
        }
    }

    private static Reported walked(boolean[] covered, int now, Instant bound, Instant exactly) {
        if (covered[now]) {
            int end = next(covered, now, false);
            Instant until = earlier(time(end), bound);
            return new Reported(
                    true,
                    FeatureCoverage.Reason.ACTIVE,
                    until,
                    time(next(covered, end, true)),
                    stage(Duration.between(exactly, until)));
        }
        Instant resumesAt = time(next(covered, now, true));
        for (int hour = now; hour > 0; hour--) {
            if (covered[hour - 1]) {
                Instant until = earlier(time(hour), bound);
                return new Reported(false, FeatureCoverage.Reason.LAPSED, until, resumesAt, ExpiryStage.EXPIRED);
            }
        }
        FeatureCoverage.Reason reason =
                resumesAt.equals(Instant.MAX) ? FeatureCoverage.Reason.INACTIVE : FeatureCoverage.Reason.NOT_STARTED;
        return new Reported(false, reason, Instant.MAX, resumesAt, ExpiryStage.NONE);
    }

    private static int next(boolean[] covered, int from, boolean wanted) {
        int hour = from;
        while (hour < HOURS && covered[hour] != wanted) {
            hour++;
        }
        return hour;
    }

    private static ExpiryStage stage(Duration left) {
        long nanosPerDay = 86_400_000_000_000L;
        if (left.toDays() > 1000) {
            return ExpiryStage.NONE;
        }
        long nanos = left.toNanos();
        if (nanos <= 0) {
            return ExpiryStage.EXPIRED;
        }
        if (nanos <= nanosPerDay) {
            return ExpiryStage.FINAL;
        }
        if (nanos <= 7 * nanosPerDay) {
            return ExpiryStage.SOON;
        }
        return nanos <= 30 * nanosPerDay ? ExpiryStage.NOTICE : ExpiryStage.NONE;
    }

    private static Instant firstOver(Span span, ZoneId zone) {
        int hour = 0;
        while (hour < HOURS && !span.isOver(time(hour), day(hour, zone))) {
            hour++;
        }
        return time(hour);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** After the last hour comes nothing more. */
    private static Instant time(int hour) {
        return hour >= HOURS ? Instant.MAX : START.plus(Duration.ofHours(hour));
    }

    private static LocalDate day(int hour, ZoneId zone) {
        return LocalDate.ofInstant(time(hour), zone);
    }

    /** The start of some day in the zone. */
    private static int pivot(Random random, ZoneId zone) {
        Instant within = time(MARGIN + random.nextInt(HOURS - 2 * MARGIN));
        Instant start = LocalDate.ofInstant(within, zone).atStartOfDay(zone).toInstant();
        return (int) Duration.between(START, start).toHours();
    }

    /** At, or an hour or a day beside, one of few pivots: so grants often touch, and overlap or leave gaps by little. */
    private static Boundary boundary(Random random, ZoneId zone, int[] pivots) {
        int hour = pivots[random.nextInt(pivots.length)];
        return switch (random.nextInt(16)) {
            case 0 -> Boundary.NONE;
            case 1 -> new Boundary(random.nextBoolean() ? Boundary.Kind.INFINITY : Boundary.Kind.MINUS_INFINITY, 0, 0);
            case 2, 3, 4 -> Boundary.of(time(hour));
            case 5 -> Boundary.of(time(hour + random.nextInt(3) - 1));
            case 6, 7, 8, 9 -> Boundary.of(day(hour, zone));
            default -> Boundary.of(day(hour, zone).minusDays(1));
        };
    }
}
