package io.licensewatch.core.alert;

import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation of an alert leads to.
 *
 * @param next the very same state when nothing changed
 * @param change what to publish, if anything
 * @param retire whether the resolved alert is to be forgotten by the topic of current alerts
 * @param wakeAt when time alone can lead further; {@link Instant#MAX} for never
 */
record Transition(AlertState next, @Nullable Change change, boolean retire, Instant wakeAt) {
    static Transition silent(AlertState next, Instant wakeAt) {
        return new Transition(next, null, false, wakeAt);
    }

    /** A numbered change of an episode, still without the alert's identity. */
    record Change(
            AlertStatus status,
            String reason,
            int episode,
            int sequence,
            Instant openedAt,
            Instant occurredAt,
            PublishedAlert published) {}
}
