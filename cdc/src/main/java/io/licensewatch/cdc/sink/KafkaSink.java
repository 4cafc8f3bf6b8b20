package io.licensewatch.cdc.sink;

import io.licensewatch.cdc.preflight.Finding;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.ProgressSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, each with its progress in one Kafka transaction. When {@link #write} returns, the batch is committed exactly
 * once. While Kafka cannot be written to, it waits and tries again, until it is interrupted: giving up would lose the batch.
 *
 * <p>One thread writes; {@link #close} may be called by another.
 */
public final class KafkaSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final ProgressSource written;
    private final String progressTopic;
    private final AtomicReference<@Nullable Producer<byte[], byte[]>> producer = new AtomicReference<>();

    /** Whether the last attempt was refused for its login, which a fresh producer reads anew. */
    private boolean loginRefused;

    /** @param producers makes transactional producers with the topic prefix's transactional id */
    public KafkaSink(Supplier<Producer<byte[], byte[]>> producers, ProgressSource written, String progressTopic) {
        this.producers = producers;
        this.written = written;
        this.progressTopic = progressTopic;
    }

    /** Fences whoever wrote to these topics before, and finishes or undoes what it left open. */
    public void open() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                ready();
                loginRefused = false;
                return;
            } catch (KafkaException e) {
                pause = giveUpOrPause(e, pause);
            }
        }
    }

    /** @throws FencedException when another instance has taken over */
    public void write(Batch batch) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        boolean uncertain = false;
        while (true) {
            try {
                Producer<byte[], byte[]> ready = ready();
                // A commit whose answer was lost may have happened.
                if (!uncertain || !isWritten(batch.progress())) {
                    transaction(ready, batch);
                }
                loginRefused = false;
                return;
            } catch (KafkaException e) {
                uncertain = true;
                pause = giveUpOrPause(e, pause);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit waits for every record, and fails when one did
    private void transaction(Producer<byte[], byte[]> ready, Batch batch) {
        ready.beginTransaction();
        batch.records().forEach(ready::send);
        Progress progress = batch.progress();
        ready.send(new ProducerRecord<>(progressTopic, 0, progress.key(), progress.encode()));
        ready.commitTransaction();
    }

    private boolean isWritten(Progress progress) throws InterruptedException {
        return written.read(progress.slot()).equals(Optional.of(progress));
    }

    private Producer<byte[], byte[]> ready() {
        Producer<byte[], byte[]> open = producer.get();
        if (open != null) {
            return open;
        }
        Producer<byte[], byte[]> fresh = producers.get();
        producer.set(fresh);
        fresh.initTransactions();
        return fresh;
    }

    /** A failed producer is thrown away: a fresh one, once initialised, knows that nothing of the former is pending. */
    private Duration giveUpOrPause(KafkaException failure, Duration pause) throws InterruptedException {
        close();
        if (failure instanceof InterruptException || Thread.interrupted()) {
            throw interrupted(failure);
        }
        if (hasCause(failure, ProducerFencedException.class)
                || hasCause(failure, InvalidProducerEpochException.class)) {
            throw new FencedException(failure);
        }
        if (hasCause(failure, RecordTooLargeException.class)
                || hasCause(failure, AuthorizationException.class)
                || hasCause(failure, UnsupportedVersionException.class)) {
            throw new UnwritableException("Kafka refuses our records: " + rootMessage(failure), failure);
        }
        if (hasCause(failure, AuthenticationException.class)) {
            if (loginRefused) {
                throw new UnfitSourceException(List.of(loginRefused(failure)));
            }
            loginRefused = true;
        }
        LOG.atWarn()
                .addKeyValue("retryInMs", pause.toMillis())
                .addKeyValue("error", failure.toString())
                .log("cannot write to Kafka, trying again");
        Thread.sleep(pause.toMillis());
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    /** What to tell of Kafka's refusal. */
    public static Finding loginRefused(Throwable failure) {
        if (hasCause(failure, SslAuthenticationException.class)) {
            return Finding.fail(
                    "kafka encryption",
                    "there is no trusted connection: " + rootMessage(failure),
                    "set licensewatch.kafka.ssl-truststore-location to a store with the authority of Kafka's certificates, and"
                            + " licensewatch.kafka.bootstrap-servers to names that stand in them");
        }
        return Finding.loginRefused(
                "kafka",
                "refuses us: " + failure.getMessage(),
                "set licensewatch.kafka.sasl-username and sasl-password, or security-protocol");
    }

    /** For a refusal of another kind, or settings that Kafka's clients do not take. */
    public static Finding refused(String check, KafkaException failure) {
        return failure instanceof ApiException
                ? Finding.fail(
                        check,
                        "refuses us: " + failure.getMessage(),
                        "set licensewatch.kafka.* to a login that may read and write")
                : Finding.fail(
                        check, "cannot be talked to: " + chain(failure), "set licensewatch.kafka.* to what fits");
    }

    /** Kafka says what it could not do, then why, then what Java says of that; what comes behind is of no use. */
    private static String chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(3)
                .map(cause ->
                        String.valueOf(cause.getMessage()).lines().findFirst().orElse(""))
                .collect(Collectors.joining(": "));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static InterruptedException interrupted(Throwable cause) {
        Thread.interrupted(); // Kafka sets it again; it is told by the exception
        InterruptedException interrupted = new InterruptedException("interrupted while writing to Kafka");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static boolean hasCause(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Leaves an unfinished transaction to be undone: by the next producer, or by the broker. */
    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer.getAndSet(null);
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
