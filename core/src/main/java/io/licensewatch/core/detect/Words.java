package io.licensewatch.core.detect;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Numbers and lists as a person reads them. */
final class Words {
    private static final int NAMED = 2;

    private Words() {}

    static String users(long users) {
        return users == 1 ? "1 user" : users + " users";
    }

    static String count(long count, String thing) {
        return count == 1 ? "1 " + thing : count + " " + thing + "s";
    }

    /** The first few by name. */
    static String features(List<FeatureCoverage> features) {
        String named = String.join(
                ", ", features.stream().limit(NAMED).map(FeatureCoverage::name).toList());
        int more = features.size() - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** The last day that is covered, in the zone in which grants end. */
    static String lastDay(Instant end, ZoneId zone) {
        return end.minusNanos(1).atZone(zone).toLocalDate().toString();
    }

    /** Rounded up: with an hour to go there is one day left, not none. */
    static long wholeDays(Duration left) {
        return left.minusNanos(1).toDays() + 1;
    }

    private static long wholeHours(Duration left) {
        return left.minusNanos(1).toHours() + 1;
    }

    static String in(Duration left) {
        return left.compareTo(Duration.ofDays(2)) > 0
                ? "in " + count(wholeDays(left), "day")
                : "in " + count(wholeHours(left), "hour");
    }
}
