package io.licensewatch.console.whatif;

import java.time.Duration;

/** Durations in the format of settings. */
final class Spans {
    private Spans() {}

    /** In the largest unit that gives a whole number. */
    static String text(Duration span) {
        if (span.isZero() || span.toNanosPart() % 1_000_000 != 0) {
            return span.isZero() ? "0s" : span.toString();
        }
        if (span.toMillisPart() != 0) {
            return span.toMillis() + "ms";
        }
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
