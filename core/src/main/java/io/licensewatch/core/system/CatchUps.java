package io.licensewatch.core.system;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether tenant tasks that have not passed the first frontier behind a snapshot get on with what is due at it. Less is left each time, so that
 * comes to an end: a task that waits for a row which does not come says nothing new, however much others read.
 */
final class CatchUps {
    private final Map<Integer, CatchUpReport> nearest = new HashMap<>();

    /** Whether less is left than ever, of that task. */
    boolean getsOn(int partition, CatchUpReport report) {
        CatchUpReport last = nearest.get(partition);
        if (last != null && !report.isNearerThan(last)) {
            return false;
        }
        nearest.put(partition, report);
        return true;
    }

    /** Nothing is left; the next one is of another snapshot. */
    void passed(int partition) {
        nearest.remove(partition);
    }
}
