package io.licensewatch.streams.replay;

import java.time.Duration;
import java.util.List;

/**
 * What a replay has found.
 *
 * @param place of the history
 * @param other name of the other rules
 * @param rows that were read
 * @param frontiers that were evaluated within the range
 * @param before those that were evaluated before it
 * @param notes what limits what it says
 * @param took how long it took
 */
record ReplayResult(
        String place,
        String cluster,
        String other,
        Range range,
        List<Rulings.Change> changes,
        long rows,
        long frontiers,
        long before,
        long tenants,
        List<String> notes,
        Duration took,
        Comparison comparison) {
    /** What no replay says. */
    static final List<String> LEFT_OUT = List.of(
            "feed-stalled goes by the machine's clock: it never opens",
            "what workers report is not read: no remediation-held, nothing is escalated because a command did not help");
}
