package io.licensewatch.cli;

import io.licensewatch.runtime.topics.KafkaUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows topics and reads only committed records. Not thread-safe. */
public final class CommittedRecords implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    /**
     * At the end of the topics the next fetch is already in flight, and the broker holds it for this long; a command that ends
     * waits for it.
     */
    private static final int FETCH_WAITS_MS = 100;

    private final KafkaConsumer<byte[], byte[]> consumer;
    /** The end offsets at the start. */
    private final Map<TopicPartition, Long> ends;

    private CommittedRecords(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /**
     * @param kafka properties of Kafka's clients
     * @param fromBeginning whether to read from the beginning, or only new records
     * @throws KafkaUnavailableException when Kafka does not answer
     * @throws NoSuchTopicException when one of the topics does not exist
     */
    public static CommittedRecords follow(Map<String, Object> kafka, Collection<String> topics, boolean fromBeginning) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAITS_MS);
        String address = String.valueOf(kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        KafkaConsumer<byte[], byte[]> consumer = consumer(config, address);
        try {
            List<TopicPartition> partitions = partitions(consumer, topics, address);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                ends.forEach(consumer::seek);
            }
            return new CommittedRecords(consumer, ends);
        } catch (TimeoutException e) {
            consumer.close();
            throw unavailable(address, e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config, String address) {
        try {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause(); // the outer exception only says that it failed
            throw new KafkaUnavailableException("cannot connect to Kafka at " + address + ": " + cause.getMessage(), e);
        }
    }

    private static KafkaUnavailableException unavailable(String address, TimeoutException e) {
        return new KafkaUnavailableException(
                "Kafka at " + address + " did not answer within " + ANSWER_WITHIN.toSeconds() + " s", e);
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics, String address) {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics();
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> known = existing.get(topic);
            if (known == null) {
                throw new NoSuchTopicException(topic, address, existing.keySet());
            }
            known.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    /** Polls records, in order per partition; waits for up to the given time. */
    public List<TopicRecord> poll(Duration atMost) {
        List<TopicRecord> records = new ArrayList<>();
        consumer.poll(atMost).forEach(read -> records.add(TopicRecord.of(read)));
        return records;
    }

    /** Whether everything up to the end offsets of the start has been polled. */
    public boolean hasReachedStart() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(TimeUnit.SECONDS.toMillis(2))));
    }
}
