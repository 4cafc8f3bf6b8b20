package io.licensewatch.core.detect;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

    static String day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Rounded up: with an hour to go there is one day left, not none. */
    static long wholeDays(Duration left) {
        return left.minusNanos(1).toDays() + 1;
    }

    static String in(Duration left) {
        return left.compareTo(Duration.ofDays(2)) > 0
                ? "in " + count(wholeDays(left), "day")
                : "in " + count(left.toHours() + 1, "hour");
    }
}
