package io.licensewatch.streams.topology;

import io.licensewatch.core.status.StormReport;
import io.licensewatch.schemas.json.MalformedRecordException;

/**
 * How the system's task reaches those of the tenants: among the reference changes, in every partition, under {@code storm|<rule>}.
 * Nothing else there has such a key, as rows have JSON for theirs.
 */
final class StormEvents {
    private static final String STORM = "storm|";

    private StormEvents() {}

    static String key(String rule) {
        return STORM + rule;
    }

    static boolean isStorm(String key) {
        return key.startsWith(STORM);
    }

    static StormReport read(String key, byte[] value) throws MalformedRecordException {
        StormReport report = StormReport.read(value);
        if (!key.equals(key(report.rule()))) {
            throw new MalformedRecordException("a storm report of another rule than its key's");
        }
        return report;
    }
}
