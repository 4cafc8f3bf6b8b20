package io.licensewatch.worker.loop;

import io.licensewatch.runtime.topics.FetchAtEnd;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far a partition's history is published, read from the results themselves: for when the group's offsets were lost, as after a
 * long stop, or were set by somebody else. To publish the history again would be to say everything twice.
 */
final class LastPublished {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final long FIRST_PIECE = 100;
    private final Supplier<Map<String, Object>> kafka;

    LastPublished(Supplier<Map<String, Object>> kafka) {
        this.kafka = kafka;
    }

    /** 0 where nothing is. */
    long read(int partition) {
        TopicPartition results = new TopicPartition(Topics.RESULTS, partition);
        long end = end(results);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(Set.of(results));
            long begin = consumer.beginningOffsets(Set.of(results)).getOrDefault(results, 0L);
            for (long piece = FIRST_PIECE; ; piece *= 10) {
                long from = Math.max(begin, end - piece);
                OptionalLong last = last(consumer, results, from, end);
                if (last.isPresent() || from == begin) {
                    return last.orElse(0);
                }
            }
        }
    }

    /** Including what a transaction that is still open has written: whether it counts is known when it is read. */
    private long end(TopicPartition results) {
        try (Admin admin = Admin.create(kafka.get())) {
            return admin.listOffsets(
                            Map.of(results, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(results)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static OptionalLong last(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition results, long from, long end) {
        OptionalLong last = OptionalLong.empty();
        long deadline = System.nanoTime() + WITHIN.toNanos();
        consumer.seek(results, from);
        while (consumer.position(results) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                OptionalLong seq = ResultRecord.seq(record.headers());
                last = seq.isPresent() ? seq : last;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("Kafka did not give out " + results + " from " + from + " to " + end);
            }
        }
        return last;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> p = new HashMap<>(kafka.get());
        p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        p.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        FetchAtEnd.waitsBriefly(p);
        return new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
