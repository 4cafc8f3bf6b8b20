package io.licensewatch.cdc.progress;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the progress of a slot: the last committed record of its key. */
public final class ProgressTopic implements ProgressSource {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a transaction of ours may be open. */
    private static final Duration TRANSACTIONS_END_WITHIN = Duration.ofSeconds(70);

    private final Supplier<Map<String, Object>> kafka;
    private final TopicPartition partition;

    /** @param kafka how to reach Kafka; asked each time, since the login may have changed */
    public ProgressTopic(Supplier<Map<String, Object>> kafka, String topic) {
        this.kafka = kafka;
        this.partition = new TopicPartition(topic, 0);
    }

    private Consumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> properties = new HashMap<>(kafka.get());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The same, after every transaction that has begun has ended. Kafka answers a commit before it can be read: a broker that
     * stops just then makes it readable only some time after it is back.
     */
    public Optional<Progress> readSettled(String slot) throws InterruptedException {
        try (Consumer<byte[], byte[]> all = consumer("read_uncommitted");
                Consumer<byte[], byte[]> committed = consumer("read_committed")) {
            long written = end(all);
            long began = System.nanoTime();
            while (end(committed) < written && System.nanoTime() - began < TRANSACTIONS_END_WITHIN.toNanos()) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptException e) {
            throw interrupted(e);
        }
        return read(slot);
    }

    private long end(Consumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public Optional<Progress> read(String slot) throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = consumer("read_committed")) {
            if (consumer.partitionsFor(partition.topic()).isEmpty()) {
                return Optional.empty(); // nothing was ever written
            }
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = end(consumer);
            Optional<Progress> last = Optional.empty();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (slot.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                        last = Optional.ofNullable(record.value()).map(Progress::decode);
                    }
                }
            }
            return last;
        } catch (InterruptException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedException interrupted(InterruptException cause) {
        InterruptedException interrupted = new InterruptedException("interrupted while reading the progress");
        interrupted.initCause(cause);
        return interrupted;
    }
}
