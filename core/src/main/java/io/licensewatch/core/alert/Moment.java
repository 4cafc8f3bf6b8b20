package io.licensewatch.core.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * The circumstances of a step.
 *
 * @param now source time of the frontier
 * @param seeded whether this is the first look after a snapshot became whole
 * @param unseenAt the last time at which a look that was due was left out
 * @param retireAfter how long a resolved alert is kept on the topic of current alerts
 */
record Moment(Instant now, Holds holds, boolean seeded, Instant unseenAt, Duration retireAfter) {
    boolean reached(Instant due) {
        return !due.isAfter(now);
    }
}
