package io.licensewatch.local.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which conditions held when, as the source itself said after each transaction and while nobody wrote. */
public final class History {
    /** A frontier's time and the time of a check are of the same clock, but neither is exact. */
    private static final Duration BLUR = Duration.ofMillis(150);

    private final TreeMap<Instant, Set<String>> checks = new TreeMap<>();

    public void check(Instant at, Set<String> conditions) {
        checks.put(at, Set.copyOf(conditions));
    }

    /** Whether it may have held: it did in a check just then, or in the one before or after. */
    public boolean held(String condition, Instant at) {
        List<Set<String>> near = new ArrayList<>(
                checks.subMap(at.minus(BLUR), true, at.plus(BLUR), true).values());
        Map.Entry<Instant, Set<String>> before = checks.floorEntry(at);
        Map.Entry<Instant, Set<String>> after = checks.ceilingEntry(at);
        if (before != null) {
            near.add(before.getValue());
        }
        if (after != null) {
            near.add(after.getValue());
        }
        return near.stream().anyMatch(check -> check.contains(condition));
    }
}
