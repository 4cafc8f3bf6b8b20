package io.licensewatch.core.detect;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The numbers of the rules. As text they are the same in every process, which is how others are noticed.
 *
 * @param zone what a day is
 * @param closedStatuses values of tenants.status, in lower case, that put a tenant out of scope
 * @param seats shares of the seat limit
 * @param notice time left at which a licence is first reported to end
 * @param soon time left of the second stage
 * @param last time left of the last stage before the end
 * @param expiredEscalation how long a licence may be over before the next level hears of it
 * @param expiredCriticalAbove an expired licence that more users than this feel is critical
 * @param driftSeniorAbove drift that more users than this feel goes to the next level
 * @param onboardingStall onboarding without progress for longer than this has stalled
 */
public record DetectionSettings(
        ZoneId zone,
        Set<String> closedStatuses,
        SeatLevels seats,
        Duration notice,
        Duration soon,
        Duration last,
        Duration expiredEscalation,
        long expiredCriticalAbove,
        long driftSeniorAbove,
        Duration onboardingStall) {

    public DetectionSettings {
        closedStatuses = closedStatuses.stream()
                .map(status -> status.toLowerCase(Locale.ROOT))
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
        if (last.isNegative() || soon.compareTo(last) <= 0 || notice.compareTo(soon) <= 0) {
            throw new IllegalArgumentException("expiry stages must come closer: " + notice + ", " + soon + ", " + last);
        }
        if (onboardingStall.isNegative() || expiredEscalation.isNegative()) {
            throw new IllegalArgumentException("a duration is negative");
        }
        if (expiredCriticalAbove < 0 || driftSeniorAbove < 0) {
            throw new IllegalArgumentException("a number of users is negative");
        }
    }

    public static DetectionSettings defaults() {
        return new DetectionSettings(
                ZoneOffset.UTC,
                Set.of("deleted", "archived", "closed"),
                SeatLevels.DEFAULTS,
                Duration.ofDays(30),
                Duration.ofDays(7),
                Duration.ofDays(1),
                Duration.ofHours(24),
                10,
                10,
                Duration.ofHours(48));
    }
}
