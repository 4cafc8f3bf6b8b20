package io.licensewatch.core.system;

import java.time.Duration;

/** Durations as a person says them, in the greatest unit that fits. */
final class Spans {
    private Spans() {}

    static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds >= 3600 && seconds % 3600 == 0) {
            return seconds == 3600 ? "1 hour" : seconds / 3600 + " hours";
        }
        return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
    }
}
