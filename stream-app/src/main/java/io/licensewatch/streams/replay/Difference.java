package io.licensewatch.streams.replay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is not the same in both runs.
 *
 * @param present null when only the other rules open it
 * @param other null when only the present rules open it
 */
record Difference(@Nullable Episode present, @Nullable Episode other) {
    Episode either() {
        if (present != null) {
            return present;
        }
        return Objects.requireNonNull(other, "one of both is there");
    }
}
