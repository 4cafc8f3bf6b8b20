package io.licensewatch.worker.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates the Kafka clients of one thread. */
record KafkaLoopClients(LoopSettings settings, Supplier<Map<String, Object>> kafka, int thread) implements LoopClients {
    private static final int ANSWER_WITHIN_MS = 10_000;
    private static final int DELIVERY_WITHIN_MS = 20_000;
    private static final int HEARTBEATS_PER_SESSION = 5;
    /** The time of a turn besides statements: a mail or a call, and Kafka. */
    private static final int BESIDES_STATEMENTS_MS = 120_000;

    @Override
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> p = new HashMap<>(kafka.get());
        p.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        p.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.member(thread));
        // The partition of a tenant's commands and that of its actions are read by one thread.
        p.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        int session = Math.toIntExact(settings.sessionTimeout().toMillis());
        p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        p.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / HEARTBEATS_PER_SESSION);
        p.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Math.toIntExact(2 * settings.statementTimeout().toMillis()) + BESIDES_STATEMENTS_MS);
        if (settings.named()) {
            p.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.member(thread));
        }
        return new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        Map<String, Object> p = new HashMap<>(kafka.get());
        p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId(thread));
        p.put(ProducerConfig.CLIENT_ID_CONFIG, settings.member(thread));
        p.put(ProducerConfig.ACKS_CONFIG, "all");
        p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        p.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(settings.transactionTimeout().toMillis()));
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN_MS);
        p.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_WITHIN_MS);
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.topics().maxBatchBytes());
        return new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public long lastPublished(int partition) {
        return new LastPublished(kafka).read(partition);
    }
}
