package io.licensewatch.console.whatif;

import io.licensewatch.core.detect.Grade;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;

/**
 * The number of tenants' alerts that need people.
 *
 * @param senior alerts of L2 or higher
 * @param pages alerts that page
 */
public record Weight(long alerts, long critical, long senior, long pages) {
    static final Weight NONE = new Weight(0, 0, 0, 0);

    Weight plus(Grade grade) {
        return new Weight(
                alerts + 1,
                critical + (grade.severity() == Severity.CRITICAL ? 1 : 0),
                senior + (grade.level() == Level.L1 ? 0 : 1),
                pages + (grade.pages() ? 1 : 0));
    }
}
