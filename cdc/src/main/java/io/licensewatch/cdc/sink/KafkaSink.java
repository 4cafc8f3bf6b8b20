package io.licensewatch.cdc.sink;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.CheckpointSource;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.process.Backoff;
import io.licensewatch.runtime.text.Causes;
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
 * Writes batches, each with its checkpoint in one Kafka transaction. When {@link #write} returns, the batch is committed exactly
 * once. While Kafka is not available, it retries until it is interrupted: giving up would lose the batch.
 *
 * <p>One thread writes; {@link #close} may be called by another.
 */
public final class KafkaSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final CheckpointSource written;
    private final String checkpointTopic;
    private final AtomicReference<@Nullable Producer<byte[], byte[]>> producer = new AtomicReference<>();

    /** Whether the login of the last attempt was refused; a new producer reads the login again. */
    private boolean loginRefused;

    /** @param producers creates transactional producers with the topic prefix's transactional id */
    public KafkaSink(Supplier<Producer<byte[], byte[]>> producers, CheckpointSource written, String checkpointTopic) {
        this.producers = producers;
        this.written = written;
        this.checkpointTopic = checkpointTopic;
    }

    /** Fences the former writer of these topics, and completes or aborts its open transaction. */
    public void open() throws InterruptedException {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (true) {
            try {
                ready();
                loginRefused = false;
                return;
            } catch (KafkaException e) {
                giveUpOrPause(e, backoff.next());
            }
        }
    }

    /** @throws FencedException when another instance has taken over */
    public void write(Batch batch) throws InterruptedException {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        boolean uncertain = false;
        while (true) {
            try {
                Producer<byte[], byte[]> ready = ready();
                // A commit whose response was lost may have succeeded.
                if (!uncertain || !isWritten(batch.checkpoint())) {
                    transaction(ready, batch);
                }
                loginRefused = false;
                return;
            } catch (KafkaException e) {
                uncertain = true;
                giveUpOrPause(e, backoff.next());
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit waits for every record, and fails when one did
    private void transaction(Producer<byte[], byte[]> ready, Batch batch) {
        ready.beginTransaction();
        batch.records().forEach(ready::send);
        Checkpoint checkpoint = batch.checkpoint();
        ready.send(new ProducerRecord<>(checkpointTopic, 0, checkpoint.key(), checkpoint.encode()));
        ready.commitTransaction();
    }

    private boolean isWritten(Checkpoint checkpoint) throws InterruptedException {
        return written.read(checkpoint.slot()).equals(Optional.of(checkpoint));
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

    /** A failed producer is replaced: once the new one is initialised, no transaction of the former is pending. */
    private void giveUpOrPause(KafkaException failure, Duration pause) throws InterruptedException {
        close();
        if (failure instanceof InterruptException || Thread.interrupted()) {
            throw interrupted(failure);
        }
        if (Causes.include(failure, ProducerFencedException.class)
                || Causes.include(failure, InvalidProducerEpochException.class)) {
            throw new FencedException(failure);
        }
        if (Causes.include(failure, RecordTooLargeException.class)
                || Causes.include(failure, AuthorizationException.class)
                || Causes.include(failure, UnsupportedVersionException.class)) {
            throw new UnwritableException("Kafka refuses the records: " + Causes.rootMessage(failure), failure);
        }
        if (Causes.include(failure, AuthenticationException.class)) {
            if (loginRefused) {
                throw new UnfitSourceException(List.of(loginRefused(failure)));
            }
            loginRefused = true;
        }
        LOG.atWarn()
                .addKeyValue("retryInMs", pause.toMillis())
                .addKeyValue("error", failure.toString())
                .log("cannot write to Kafka, retrying");
        Thread.sleep(pause.toMillis());
    }

    /** The failed check for a refused login. */
    public static CheckResult loginRefused(Throwable failure) {
        if (Causes.include(failure, SslAuthenticationException.class)) {
            return CheckResult.fail(
                    "kafka encryption",
                    "the connection is not trusted: " + Causes.rootMessage(failure),
                    "set licensewatch.kafka.ssl-truststore-location to a store with the CA of Kafka's certificates, and"
                            + " licensewatch.kafka.bootstrap-servers to names that the certificates contain");
        }
        return CheckResult.loginRefused(
                "kafka",
                "refuses the login: " + failure.getMessage(),
                "set licensewatch.kafka.sasl-username and sasl-password, or security-protocol");
    }

    /** The failed check for another refusal, or for settings that Kafka's clients reject. */
    public static CheckResult refused(String check, KafkaException failure) {
        return failure instanceof ApiException
                ? CheckResult.fail(
                        check,
                        "refuses the login: " + failure.getMessage(),
                        "set licensewatch.kafka.* to a login that may read and write")
                : CheckResult.fail(check, "cannot connect: " + chain(failure), "correct licensewatch.kafka.*");
    }

    /** The first three causes: what Kafka could not do, why, and Java's reason; further causes do not help. */
    private static String chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(3)
                .map(cause -> Causes.firstLine(cause))
                .collect(Collectors.joining(": "));
    }

    private static InterruptedException interrupted(Throwable cause) {
        Thread.interrupted(); // Kafka sets it again; the exception carries it
        InterruptedException interrupted = new InterruptedException("interrupted while writing to Kafka");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** An open transaction is aborted by the next producer, or by the broker. */
    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer.getAndSet(null);
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
