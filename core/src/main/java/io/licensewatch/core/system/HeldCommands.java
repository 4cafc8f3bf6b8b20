package io.licensewatch.core.system;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many commands wait, and why: sums over all owners, updated from an owner's former count to its new one. One alert reports them, however
 * many wait.
 */
final class HeldCommands {
    private static final int OWNER = 0x01;
    private static final int TOTALS = 0x02;
    private static final int VERSION = 1;

    private final KeyValues store;
    private final Map<String, Long> totals;

    HeldCommands(KeyValues store) {
        this.store = store;
        this.totals = read(store.get(totals()));
    }

    /** Takes the counts of an owner. Returns whether they have changed. */
    boolean apply(String owner, Map<String, Long> held) {
        byte[] key = new KeyWriter().tag(OWNER).text(owner).toBytes();
        Map<String, Long> former = read(store.get(key));
        if (former.equals(held)) {
            return false;
        }
        former.forEach((reason, count) -> totals.merge(reason, -count, Long::sum));
        held.forEach((reason, count) -> totals.merge(reason, count, Long::sum));
        totals.values().removeIf(count -> count == 0);
        put(key, held);
        put(totals(), totals);
        return true;
    }

    private void put(byte[] key, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            store.delete(key);
            return;
        }
        ValueWriter out = new ValueWriter(VERSION).number(counts.size());
        counts.forEach((reason, count) -> out.text(reason).number(count));
        store.put(key, out.toBytes());
    }

    private static Map<String, Long> read(byte @Nullable [] stored) {
        Map<String, Long> counts = new TreeMap<>();
        if (stored != null) {
            ValueReader in = new ValueReader(stored, VERSION);
            for (long left = in.number(); left > 0; left--) {
                counts.put(in.text(), in.number());
            }
        }
        return counts;
    }

    private static byte[] totals() {
        return new KeyWriter().tag(TOTALS).toBytes();
    }

    Observation observation() {
        long waiting = totals.values().stream().mapToLong(Long::longValue).sum();
        return waiting == 0
                ? new Observation.Absent(Rule.REMEDIATION_HELD, "CLEARED")
                : new Observation.Holds(Rule.REMEDIATION_HELD, finding(waiting));
    }

    /** Published again for another reason, or for ten times as many. */
    private Finding finding(long waiting) {
        String reasons = totals.entrySet().stream()
                .map(entry -> entry.getValue() + " by " + entry.getKey())
                .collect(Collectors.joining(", "));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("commands", waiting);
        details.put("reasons", new TreeMap<String, Object>(totals));
        return new Finding(
                "HELD",
                1,
                Severity.WARNING,
                Level.L1,
                List.of(Route.EMAIL, Route.SLACK),
                waiting + (waiting == 1 ? " command waits: " : " commands wait: ") + reasons + ".",
                new Measurement(waiting, 0, "commands"),
                0,
                new PlainDetails(details),
                String.join(",", totals.keySet()) + " " + Long.toString(waiting).length(),
                List.of());
    }
}
