package io.licensewatch.core.frontier;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Admits frontiers in their order. It rejects those that cannot be cdc's, and those whose time cannot be true.
 *
 * <p>Source time is the clock. But a source time that is days ahead of this machine's clock means that one of the two clocks is wrong, and
 * to act on it would end every licence. Such a frontier is rejected. It may be one of cdc's, so the next frontier that is admitted covers
 * its rows, too.
 */
public final class FrontierAdmission {
    /** No clock is wrong by more than this without being noticed. */
    private static final Duration APART = Duration.ofDays(7);

    private static final int LAST = 0x01;
    private static final int UNTIMELY = 0x02;
    private static final byte[] ONLY = {};

    private final FrontierRules rules;
    /** The last frontier that was admitted, without the rows that it covers. */
    private final TaskClock last;
    /** The last frontier that was rejected for its time since the last admission, with the rows that all of those cover. */
    private final KeyValues untimely;

    public FrontierAdmission(KeyValues store, FrontierRules rules) {
        this.rules = rules;
        this.last = new TaskClock(new Space(store, LAST));
        this.untimely = new Space(store, UNTIMELY);
    }

    /**
     * Admits a frontier.
     *
     * @param stampedAt the timestamp of its record
     * @param machine this machine's clock
     * @return the frontier to send, with the rows that it covers
     * @throws MalformedRecordException if it is rejected, with the reason
     */
    public Frontier admit(Frontier frontier, Instant stampedAt, Instant machine) throws MalformedRecordException {
        rules.check(frontier, last.frontier(), stampedAt);
        String fault = fault(frontier.sourceTime(), machine);
        List<Frontier.Covered> covered = together(frontier);
        if (!fault.isEmpty()) {
            untimely.put(ONLY, JsonCodec.FRONTIER.encode(frontier.covering(covered)));
            throw new MalformedRecordException(fault);
        }
        untimely.delete(ONLY);
        last.advance(frontier.covering(List.of()));
        return frontier.covering(covered.stream()
                .filter(rows -> !rows.position().isAfter(frontier.position()))
                .toList());
    }

    private String fault(Instant time, Instant machine) {
        if (time.isAfter(machine.plus(APART))) {
            return "its source time " + time + " is days ahead of this machine's clock, " + machine
                    + ": one of the clocks is wrong";
        }
        boolean back = last.frontier() != null && time.isBefore(last.now().minus(APART));
        if (back && time.isBefore(machine.minus(APART))) {
            return "its source time " + time + " is days before that of the last one, " + last.now()
                    + ", and this machine's clock: one of the clocks is wrong";
        }
        return "";
    }

    /** What it covers, and what was rejected since the last admission covers: the last rows of each partition. */
    private List<Frontier.Covered> together(Frontier frontier) throws MalformedRecordException {
        byte[] refused = untimely.get(ONLY);
        if (refused == null) {
            return frontier.covered();
        }
        Map<Frontier.Covered, Frontier.Covered> byPlace = new LinkedHashMap<>();
        for (List<Frontier.Covered> some :
                List.of(JsonCodec.FRONTIER.decode(refused).covered(), frontier.covered())) {
            some.stream()
                    .filter(rows -> Arrivals.table(rows).isPresent()) // rows of other tables are not waited for
                    .forEach(rows -> byPlace.merge(place(rows), rows, FrontierAdmission::later));
        }
        return new ArrayList<>(byPlace.values());
    }

    private static Frontier.Covered place(Frontier.Covered rows) {
        return new Frontier.Covered(
                rows.table(), rows.tenantless(), rows.partition(), rows.incremental(), 0, "0/0", "0/0", 0);
    }

    private static Frontier.Covered later(Frontier.Covered a, Frontier.Covered b) {
        int order = a.position().compareTo(b.position());
        return order > 0 || (order == 0 && a.rows() > b.rows()) ? a : b;
    }
}
