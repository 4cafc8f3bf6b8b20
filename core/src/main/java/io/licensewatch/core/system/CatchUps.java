package io.licensewatch.core.system;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether tenant tasks make progress that have not passed the first frontier behind a snapshot. Less is left with each progress, so it ends: a
 * task that waits for a row that never arrives makes none, however much others read.
 */
final class CatchUps {
    private final Map<Integer, CatchUpReport> nearest = new HashMap<>();

    /** Takes a report. Returns whether less is left for the task than ever. */
    boolean progresses(int partition, CatchUpReport report) {
        CatchUpReport last = nearest.get(partition);
        if (last != null && !report.isNearerThan(last)) {
            return false;
        }
        nearest.put(partition, report);
        return true;
    }

    /** Nothing is left for the task. Its next report is about another snapshot. */
    void passed(int partition) {
        nearest.remove(partition);
    }
}
