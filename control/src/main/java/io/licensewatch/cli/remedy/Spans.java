package io.licensewatch.cli.remedy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text: UTC, and the distance from now in one unit. */
final class Spans {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Spans() {}

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Such as {@code 45s}, {@code 12m}, {@code 3h}, {@code 5d}; rounded down. */
    static String of(Duration span) {
        Duration length = span.isNegative() ? Duration.ZERO : span;
        if (length.toDays() > 0) {
            return length.toDays() + "d";
        }
        if (length.toHours() > 0) {
            return length.toHours() + "h";
        }
        return length.toMinutes() > 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
    }

    static String until(Instant deadline, Instant now) {
        return deadline.isAfter(now)
                ? "in " + of(Duration.between(now, deadline))
                : of(Duration.between(deadline, now)) + " ago";
    }
}
