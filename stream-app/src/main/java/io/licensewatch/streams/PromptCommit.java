package io.licensewatch.streams;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Asks that the transaction ends now, and not only when its interval has passed: somebody waits for what is in it, as a pager for an
 * alert, or all tenant tasks for a frontier. What is of the past, as while a task catches up, nobody waits for; there a transaction
 * each would cost more than it gives.
 *
 * <p>The clock of the machine decides nothing here but when the transaction ends.
 */
record PromptCommit(ProcessingContext context) {
    private static final long PAST_MS = Duration.ofSeconds(10).toMillis();

    /** @param at source time of what is in the transaction */
    void of(Instant at) {
        if (context.currentSystemTimeMs() - at.toEpochMilli() < PAST_MS) {
            context.commit();
        }
    }
}
