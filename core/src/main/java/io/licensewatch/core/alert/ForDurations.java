package io.licensewatch.core.alert;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long a change has to last, in source time, before it is published, such as {@code for} of a Prometheus alert. A shorter dip or
 * peak is never published.
 *
 * @param opening the condition holds, nothing is open
 * @param worsening severity, stage or level is higher than published
 * @param easing severity, stage or level is lower than published, or the condition is gone
 * @param changing as bad as published, but about other things, such as another set of items
 */
public record ForDurations(Duration opening, Duration worsening, Duration easing, Duration changing) {
    /** Everything is published at once. */
    public static final ForDurations NONE =
            new ForDurations(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public ForDurations {
        if (Stream.of(opening, worsening, easing, changing).anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("a for duration cannot be negative");
        }
    }

    /** The same duration for every change. */
    public static ForDurations all(Duration duration) {
        return new ForDurations(duration, duration, duration, duration);
    }

    public ForDurations withEasing(Duration duration) {
        return new ForDurations(opening, worsening, duration, changing);
    }

    public ForDurations withChanging(Duration duration) {
        return new ForDurations(opening, worsening, easing, duration);
    }

    Duration of(Direction direction) {
        return switch (direction) {
            case UP -> worsening;
            case DOWN -> easing;
            case SIDEWAYS -> changing;
        };
    }
}
