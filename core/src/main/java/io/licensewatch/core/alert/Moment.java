package io.licensewatch.core.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * The circumstances of a step.
 *
 * @param now source time of the frontier
 * @param seeded whether this is the first evaluation after a snapshot became complete
 * @param skippedAt the last time at which an evaluation that was due was skipped
 * @param retireAfter how long a resolved alert is kept on the topic of current alerts
 */
record Moment(Instant now, ForDurations durations, boolean seeded, Instant skippedAt, Duration retireAfter) {
    boolean reached(Instant due) {
        return !due.isAfter(now);
    }
}
