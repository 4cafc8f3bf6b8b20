package io.licensewatch.streams.topology;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Requests a commit now instead of at the end of the commit interval, for records that others wait for: a pager waits for an alert,
 * and all tenant tasks for a frontier. Nobody waits for records of the past, which a task writes while it catches up; there a
 * transaction for each would cost more than it gives.
 *
 * <p>The clock of the machine decides here only when the transaction ends.
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
