package io.licensewatch.worker.loop;

import io.licensewatch.schemas.result.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When what is paused is published: when it is different, and once a minute besides, so that readers see that it still holds. They
 * cannot ask the ledger, where operators pause too.
 */
final class PauseReports {
    private static final long ASK_EVERY = Duration.ofSeconds(2).toNanos();
    private static final long REPEAT_AFTER = Duration.ofMinutes(1).toNanos();

    private final Supplier<Pauses> ledger;
    private final LongSupplier nanoTime;
    private @Nullable List<Pauses.Pause> published;
    private long publishedAt;
    private long askAt;

    PauseReports(Supplier<Pauses> ledger, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.nanoTime = nanoTime;
        this.askAt = nanoTime.getAsLong();
    }

    /** Perhaps another has published since. */
    void forget() {
        published = null;
        soon();
    }

    /** Something was paused or resumed. */
    void soon() {
        askAt = nanoTime.getAsLong();
    }

    /** What is to be published now. */
    Optional<Pauses> due() {
        long now = nanoTime.getAsLong();
        if (now - askAt < 0) {
            return Optional.empty();
        }
        Pauses pauses = ledger.get();
        askAt = now + ASK_EVERY;
        return pauses.pauses().equals(published) && now - publishedAt < REPEAT_AFTER
                ? Optional.empty()
                : Optional.of(pauses);
    }

    void published(Pauses pauses) {
        published = pauses.pauses();
        publishedAt = nanoTime.getAsLong();
    }
}
