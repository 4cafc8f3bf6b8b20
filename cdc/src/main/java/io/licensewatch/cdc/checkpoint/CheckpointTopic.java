package io.licensewatch.cdc.checkpoint;

import io.licensewatch.runtime.topics.FetchAtEnd;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the checkpoint of each slot: the last committed record of its key. */
public final class CheckpointTopic implements CheckpointSource {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a transaction of cdc may be open. */
    private static final Duration TRANSACTIONS_END_WITHIN = Duration.ofSeconds(70);

    private final Function<String, Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final TopicPartition partition;

    /** @param kafka how to reach Kafka; read each time, since the login may have changed */
    public CheckpointTopic(Supplier<Map<String, Object>> kafka, Topics topics) {
        this(isolation -> consumer(kafka, isolation), topics);
    }

    /** @param consumers by their isolation level; each is closed after use */
    CheckpointTopic(Function<String, Consumer<byte[], byte[]>> consumers, Topics topics) {
        this.consumers = consumers;
        this.topics = topics;
        this.partition = new TopicPartition(topics.checkpoint(), 0);
    }

    private static Consumer<byte[], byte[]> consumer(Supplier<Map<String, Object>> kafka, String isolation) {
        Map<String, Object> properties = new HashMap<>(kafka.get());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        FetchAtEnd.waitsBriefly(properties);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Returns when every transaction that has begun has ended. Kafka answers a commit before it can be read: a broker that stops
     * just then makes it readable only some time after it is back.
     */
    public void awaitSettled() throws InterruptedException {
        try (Consumer<byte[], byte[]> all = consumers.apply("read_uncommitted");
                Consumer<byte[], byte[]> committed = consumers.apply("read_committed")) {
            long written = end(all);
            long began = System.nanoTime();
            while (end(committed) < written && System.nanoTime() - began < TRANSACTIONS_END_WITHIN.toNanos()) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptException e) {
            throw interrupted(e);
        }
    }

    private long end(Consumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public Map<String, Checkpoint> bySlot() throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = consumers.apply("read_committed")) {
            return bySlot(consumer);
        } catch (InterruptException e) {
            throw interrupted(e);
        }
    }

    private Map<String, Checkpoint> bySlot(Consumer<byte[], byte[]> consumer) {
        if (consumer.partitionsFor(partition.topic()).isEmpty()) {
            return Map.of(); // nothing was ever written
        }
        StoredCheckpoint stored = new StoredCheckpoint();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = end(consumer);
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(stored::add);
        }
        return stored.bySlot();
    }

    @Override
    public WrittenBefore before() throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = consumers.apply("read_committed")) {
            Map<String, Checkpoint> checkpoint = bySlot(consumer);
            TopicEpochs epochs = new TopicEpochs(topics, consumer);
            int epoch = epochs.ofFrontiers();
            return new WrittenBefore(checkpoint, checkpoint.isEmpty() && epoch == 0 ? epochs.ofRows() : epoch);
        } catch (InterruptException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedException interrupted(InterruptException cause) {
        InterruptedException interrupted = new InterruptedException("interrupted while reading the checkpoint");
        interrupted.initCause(cause);
        return interrupted;
    }
}
