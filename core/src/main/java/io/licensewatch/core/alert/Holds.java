package io.licensewatch.core.alert;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long something has to last, in source time, before it is told. A dip or a peak that is shorter is never seen.
 *
 * @param opening the condition holds, nothing is open
 * @param worsening severity, stage or level is higher than told
 * @param easing severity, stage or level is lower than told, or the condition is gone
 * @param changing as bad as told, but about other things, such as another set of items
 */
public record Holds(Duration opening, Duration worsening, Duration easing, Duration changing) {
    /** Everything is told at once. */
    public static final Holds NONE = new Holds(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public Holds {
        if (Stream.of(opening, worsening, easing, changing).anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("a hold-down cannot be negative");
        }
    }

    /** The same hold for everything. */
    public static Holds all(Duration hold) {
        return new Holds(hold, hold, hold, hold);
    }

    public Holds withEasing(Duration hold) {
        return new Holds(opening, worsening, hold, changing);
    }

    public Holds withChanging(Duration hold) {
        return new Holds(opening, worsening, easing, hold);
    }

    Duration of(Direction direction) {
        return switch (direction) {
            case UP -> worsening;
            case DOWN -> easing;
            case SIDEWAYS -> changing;
        };
    }
}
