package io.licensewatch.control;

import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what a person decided, once, and returns when all replicas have it. */
public final class ActionWriter {
    private static final int ANSWER_WITHIN_MS = 10_000;

    private ActionWriter() {}

    public static void write(Map<String, Object> kafka, OperatorAction action) throws InterruptedException {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) ANSWER_WITHIN_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3 * ANSWER_WITHIN_MS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record(action)).get();
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (org.apache.kafka.common.KafkaException e) {
            throw failure(e);
        }
    }

    /** As its contract says; the partition is that of the tenant under Kafka's default hash. */
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
        }
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
}
