package io.licensewatch.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of an open alert that has been seen but not lasted long enough.
 *
 * @param since source time of the frontier that first showed this direction
 * @param mark what it moves to, if sideways: with another mark the duration starts again; null for up and down, where only the direction
 *     has to last
 */
record Pending(Direction direction, Instant since, @Nullable String mark) {
    boolean continues(Direction other, @Nullable String otherMark) {
        return direction == other && (mark == null || mark.equals(otherMark));
    }
}
