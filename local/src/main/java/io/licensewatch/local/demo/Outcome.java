package io.licensewatch.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a scenario came to.
 *
 * @param counts of what was expected and came
 * @param latencies from commit to the alert in this process, of the rules without a hold, sorted
 * @param missing expected, and did not come in time
 * @param unexpected came, and was not expected
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
