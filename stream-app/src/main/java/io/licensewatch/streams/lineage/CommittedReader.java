package io.licensewatch.streams.lineage;

import io.licensewatch.runtime.topics.FetchAtEnd;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ranges of partitions, without a group. Thread-safe. */
public final class CommittedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** A broker may be restarted meanwhile. */
    private static final Duration WITHOUT_RECORDS = Duration.ofMinutes(1);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private CommittedReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** @param kafka how to reach Kafka, in the terms of its clients */
    public static CommittedReader connect(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        FetchAtEnd.waitsBriefly(config);
        return new CommittedReader(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** All that a partition holds now, in order. */
    public void readAll(TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        read(partition, 0, Long.MAX_VALUE, record -> {
            visitor.accept(record);
            return true;
        });
    }

    /**
     * Reads the committed records of a range of a partition, as far as it exists, in order.
     *
     * @param to exclusive
     * @param visitor says whether to go on
     */
    synchronized void read(
            TopicPartition partition, long from, long to, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        consumer.assign(Set.of(partition));
        consumer.seek(partition, from);
        long end = Math.min(to, consumer.endOffsets(Set.of(partition)).getOrDefault(partition, to));
        long deadline = System.nanoTime() + WITHOUT_RECORDS.toNanos();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() >= end || !visitor.test(record)) {
                    return;
                }
                deadline = System.nanoTime() + WITHOUT_RECORDS.toNanos();
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("Kafka did not give out " + partition + " from " + from + " to " + end);
            }
        }
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
