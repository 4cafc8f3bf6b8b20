package io.licensewatch.core.detect;

import io.licensewatch.core.tenant.TenantFacts;
import java.time.Instant;

/** Looks at one tenant's facts at a frontier. Pure: the same facts and time give the same answer. */
public interface Detector {
    /**
     * What holds of the detector's rules.
     *
     * @param now source time of the frontier, the only clock there is
     */
    Detection detect(TenantFacts facts, Instant now);
}
