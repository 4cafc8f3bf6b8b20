package io.licensewatch.core.system;

import java.time.Duration;

/** Durations as text, in the greatest unit that fits. */
final class Spans {
    private Spans() {}

    static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds > 0 && seconds % 3600 == 0) {
            return count(seconds / 3600, "hour");
        }
        return seconds > 0 && seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long count, String unit) {
        return count == 1 ? "1 " + unit : count + " " + unit + "s";
    }
}
