package io.licensewatch.core.system;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.core.timer.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which checks are due: those that something has requested, and those that time has made due. Durable. */
final class CheckSchedule {
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {(byte) 0xFF};
    private static final byte[] PRESENT = {1};

    private final KeyValues requested;
    private final Timers timers;

    /** @param requested for this alone */
    CheckSchedule(KeyValues requested, Timers timers) {
        this.requested = requested;
        this.timers = timers;
    }

    /** The check is due now. */
    void request(Check check) {
        timers.clear(timer(check));
        requested.put(key(check), PRESENT);
    }

    /**
     * The check has been made.
     *
     * @param next when it is due again
     */
    void made(Check check, NextEvaluation next) {
        if (next.isAtOnce()) {
            request(check);
        } else {
            requested.delete(key(check));
            timers.set(timer(check), next.timer());
        }
    }

    boolean isDue(Check check, Instant now) {
        Instant due = timers.due(timer(check));
        return requested.get(key(check)) != null || (due != null && !due.isAfter(now));
    }

    /** Independent checks that are due, those that were requested first. */
    List<Check> due(Instant now, int limit) {
        List<Check> due = new ArrayList<>();
        requested.scan(FIRST, LAST, (key, value) -> {
            addIf(check(key), due);
            return due.size() < limit;
        });
        if (due.size() < limit) {
            // Commands and health may be among them.
            timers.due(Timers.Kind.EVALUATE, now, limit - due.size() + 2).stream()
                    .map(CheckSchedule::check)
                    .filter(check -> check.kind().isIndependent())
                    .limit(limit - due.size())
                    .forEach(due::add);
        }
        return due;
    }

    private static void addIf(Check check, List<Check> due) {
        if (check.kind().isIndependent()) {
            due.add(check);
        }
    }

    boolean anyDue(Instant now) {
        return !due(now, 1).isEmpty();
    }

    private static byte[] key(Check check) {
        return new KeyWriter().text(check.kind().id()).text(check.subject()).toBytes();
    }

    private static Check check(byte[] key) {
        KeyReader in = new KeyReader(key);
        return new Check(Check.Kind.ofId(in.text()), in.text());
    }

    private static Timers.Timer timer(Check check) {
        return new Timers.Timer(Timers.Kind.EVALUATE, check.kind().id(), check.subject());
    }

    private static Check check(Timers.Timer timer) {
        return new Check(Check.Kind.ofId(timer.tenantId()), timer.detail());
    }
}
