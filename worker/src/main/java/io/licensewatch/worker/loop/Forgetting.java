package io.licensewatch.worker.loop;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes commands that ended long ago from the ledger: at intervals, and few at a time, because commands wait meanwhile. */
final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
    static final Duration EVERY = Duration.ofMinutes(10);
    static final int MOST = 500;

    private final ForgetfulLedger ledger;
    private final LongSupplier nanoTime;
    private long due;

    /** @param nanoTime as {@link System#nanoTime} */
    Forgetting(ForgetfulLedger ledger, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    /** Deletes ended and published commands; returns their number. */
    interface ForgetfulLedger {
        int forget(int partition, long published, int most);
    }

    /** @param published the last published entry of each partition */
    void turn(Map<Integer, Long> published) {
        if (published.isEmpty() || nanoTime.getAsLong() - due < 0) {
            return;
        }
        boolean more = false;
        for (Map.Entry<Integer, Long> one : published.entrySet()) {
            int forgotten = ledger.forget(one.getKey(), one.getValue(), MOST);
            more |= forgotten == MOST;
            if (forgotten > 0) {
                LOG.atInfo()
                        .addKeyValue("partition", one.getKey())
                        .addKeyValue("commands", forgotten)
                        .log("commands that ended long ago were deleted from the ledger");
            }
        }
        due = nanoTime.getAsLong() + (more ? 0 : EVERY.toNanos()); // if there are more: in the next turn
    }
}
