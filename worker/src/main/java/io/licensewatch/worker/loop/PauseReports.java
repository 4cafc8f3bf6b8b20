package io.licensewatch.worker.loop;

import io.licensewatch.schemas.result.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the pauses are published: when they change, and once a minute, so that readers see that they are current. Readers
 * have no access to the ledger, where operators pause too.
 */
final class PauseReports {
    private static final long ASK_EVERY = Duration.ofSeconds(2).toNanos();
    private static final long REPEAT_AFTER = Duration.ofMinutes(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(PauseReports.class);

    private final Supplier<Optional<Pauses>> ledger;
    private final LongSupplier nanoTime;
    private @Nullable List<Pauses.Pause> published;
    /** The pauses in the ledger; empty if it is unavailable, in which case readers notice the missing reports. */
    private boolean unreadable;

    private long publishedAt;
    private long askAt;

    PauseReports(Supplier<Optional<Pauses>> ledger, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.nanoTime = nanoTime;
        this.askAt = nanoTime.getAsLong();
    }

    /** Another worker may have published since. */
    void forget() {
        published = null;
        soon();
    }

    /** A pause or a resume was applied. */
    void soon() {
        askAt = nanoTime.getAsLong();
    }

    /** The pauses to publish now, if any. */
    Optional<Pauses> due() {
        long now = nanoTime.getAsLong();
        if (now - askAt < 0) {
            return Optional.empty();
        }
        Optional<Pauses> pauses = ledger.get();
        askAt = now + ASK_EVERY;
        if (pauses.isPresent() == unreadable) {
            unreadable = !unreadable;
            (unreadable ? LOG.atWarn() : LOG.atInfo())
                    .log(
                            unreadable
                                    ? "the pauses cannot be decoded and are not published: the functions are of another release than this worker"
                                    : "pauses are published again");
        }
        boolean known = now - publishedAt < REPEAT_AFTER;
        return pauses.filter(one -> !known || !one.pauses().equals(published));
    }

    void published(Pauses pauses) {
        published = pauses.pauses();
        publishedAt = nanoTime.getAsLong();
    }
}
