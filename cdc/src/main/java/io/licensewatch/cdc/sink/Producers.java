package io.licensewatch.cdc.sink;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates the producers of a topic prefix. They share one transactional id, so that of two instances only the newer can write. */
public final class Producers {
    private static final int ANSWER_WITHIN_MS = 10_000;
    private static final int DELIVERY_WITHIN_MS = 30_000;
    /** A transaction that a crash left open blocks readers for this long, unless cdc restarts earlier. */
    private static final int TRANSACTION_MS = 60_000;

    private static final int SEND_BATCH_BYTES = 256 * 1024;
    private static final int LINGER_MS = 5;

    /** For a few ms the broker is still completing the former transaction; Kafka's default of 100 ms would dominate the latency. */
    private static final long RETRY_AFTER_MS = 10;

    private static final long BUFFER_BYTES = 32L << 20;
    /** Upper bound of what Kafka adds to a record. */
    private static final int OVERHEAD_BYTES = 64 * 1024;

    /** No hyphen after licensewatch: stream-app may use every id that begins with {@code <application id>-}. */
    private static final String TRANSACTIONAL_ID = "licensewatch.cdc.";

    private Producers() {}

    /**
     * @param kafka how to reach Kafka; read for each producer, since the login may change
     * @param maxRecordBytes the largest record that is sent, key and value together
     */
    public static Supplier<Producer<byte[], byte[]>> of(
            Supplier<Map<String, Object>> kafka, String topicPrefix, int maxRecordBytes) {
        return () -> new KafkaProducer<>(
                properties(kafka.get(), topicPrefix, maxRecordBytes),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Map<String, Object> properties(Map<String, Object> kafka, String topicPrefix, int maxRecordBytes) {
        Map<String, Object> p = new HashMap<>(kafka);
        p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID + topicPrefix);
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        p.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN_MS);
        p.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_WITHIN_MS);
        p.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_AFTER_MS);
        p.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        p.put(ProducerConfig.BATCH_SIZE_CONFIG, SEND_BATCH_BYTES);
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes + OVERHEAD_BYTES);
        p.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * maxRecordBytes));
        return p;
    }
}
