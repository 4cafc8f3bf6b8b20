package io.licensewatch.control;

import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes an action exactly once, and returns when all replicas have it. Thread-safe. */
public final class ActionWriter implements AutoCloseable {
    private static final int ANSWER_WITHIN_MS = 10_000;

    private final Supplier<Producer<byte[], byte[]>> opening;
    private @Nullable Producer<byte[], byte[]> open;

    ActionWriter(Supplier<Producer<byte[], byte[]>> opening) {
        this.opening = opening;
    }

    /** Connects at the first action. */
    public static ActionWriter to(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) ANSWER_WITHIN_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3 * ANSWER_WITHIN_MS);
        return new ActionWriter(
                () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Writes one action and closes. */
    public static void write(Map<String, Object> kafka, OperatorAction action) throws InterruptedException {
        try (ActionWriter writer = to(kafka)) {
            writer.write(action);
        }
    }

    /**
     * @throws RefusedException if this login is not authorized; nothing is written
     * @throws KafkaUnavailableException if Kafka does not confirm it; whether it was written is unknown
     */
    public void write(OperatorAction action) throws InterruptedException {
        Producer<byte[], byte[]> producer = null;
        try {
            producer = producer();
            producer.send(record(action)).get();
        } catch (ExecutionException e) {
            forget(producer);
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            forget(producer);
            // The broker may have refused the producer before it could send; then the reason is in the cause.
            throw failure(e.getCause() instanceof KafkaException reason ? reason : e);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> known = open;
        if (known == null) {
            known = opening.get();
            open = known;
        }
        return known;
    }

    /** After some failures, such as a missing ACL, a producer stays unusable: the next action gets a new one. */
    private synchronized void forget(@Nullable Producer<byte[], byte[]> failed) {
        if (failed != null && failed == open) {
            open = null;
            failed.close(Duration.ZERO);
        }
    }

    /** The record as its contract defines it; the partition is that of the tenant under Kafka's default hash. */
    public static ProducerRecord<byte[], byte[]> record(OperatorAction action) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.ACTIONS,
                null,
                action.at().toEpochMilli(),
                bytes(action.tenantId()),
                JsonCodec.ACTION.encode(action));
        record.headers().add(RecordHeaders.TENANT, bytes(action.tenantId()));
        record.headers().add(RecordHeaders.KIND, bytes(action.kind().name()));
        if (action.request() != null) {
            record.headers()
                    .add(RecordHeaders.TYPE, bytes(action.request().type().name()));
        } else if (action.commandType() != null) {
            record.headers().add(RecordHeaders.TYPE, bytes(action.commandType().name()));
        }
        CloudEvent.of(action).addTo(record.headers()::add);
        return record;
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof AuthorizationException) {
            return RefusedException.unfit("this Kafka login may not write to " + Topics.ACTIONS
                    + ", so it may not decide; see \"Least privilege in Kafka\" in docs/operations.md");
        }
        if (cause instanceof TimeoutException) {
            return new KafkaUnavailableException(
                    "Kafka did not confirm the decision; whether it was written, licensewatch tail actions"
                            + " --from-beginning shows",
                    cause);
        }
        return cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close(Duration.ZERO); // each write has waited for its result
            open = null;
        }
    }
}
