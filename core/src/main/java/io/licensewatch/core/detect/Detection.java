package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.List;

/**
 * A detector's answer.
 *
 * @param observations one per rule that the detector owns
 * @param recheckAt when the answer can change by time alone; {@link Instant#MAX} for never
 */
public record Detection(List<Observation> observations, Instant recheckAt) {
    public Detection {
        observations = List.copyOf(observations);
    }
}
