package io.licensewatch.runtime.topics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until no topic is missing, with few log lines. */
final class TopicWait {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWait.class);
    private static final long POLL_MILLIS = 200;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final long timeoutNanos;
    private final String creator;

    /** @param creator the process that creates them, for the message */
    TopicWait(Duration timeout, String creator) {
        this.creator = creator;
        this.timeoutNanos = timeout.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : timeout.toNanos();
    }

    /** Returns what is still missing. */
    interface Missing {
        List<String> now() throws InterruptedException;
    }

    void until(Missing missing) throws InterruptedException, TimeoutException {
        long start = System.nanoTime();
        long reported = start - REPORT_NANOS;
        while (true) {
            String awaited = awaited(missing);
            if (awaited.isEmpty()) {
                return;
            }
            long now = System.nanoTime();
            if (now - start >= timeoutNanos) {
                throw new TimeoutException("still waiting for " + awaited + " after "
                        + TimeUnit.NANOSECONDS.toSeconds(timeoutNanos) + " s");
            }
            if (now - reported >= REPORT_NANOS) {
                LOG.info("waiting for {}", awaited);
                reported = now;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private String awaited(Missing missing) throws InterruptedException {
        try {
            List<String> names = missing.now();
            return names.isEmpty() ? "" : "topics " + String.join(", ", names) + ", which " + creator + " creates";
        } catch (KafkaUnavailableException e) {
            return "Kafka (" + e.getMessage() + ")";
        }
    }
}
