package io.licensewatch.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a scenario.
 *
 * @param counts of what was expected and published
 * @param latencies from commit to the alert in this process, of the rules without a hold, sorted
 * @param missing expected, and not published in time
 * @param unexpected published, and not expected
 * @param records how many of each public topic
 */
record Outcome(
        int incidents,
        int steps,
        Counts counts,
        List<Duration> latencies,
        List<String> missing,
        List<String> unexpected,
        Map<String, Integer> records) {
    Outcome {
        latencies = latencies.stream().sorted().toList();
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        records = new TreeMap<>(records);
    }

    boolean isAsExpected() {
        return missing.isEmpty() && unexpected.isEmpty();
    }
}
