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
 * The last published entry of a partition, read from the results themselves: needed if the group's offsets have expired, as after
 * a long stop, or were reset. Publishing the whole history again would duplicate it.
 */
final class LastPublished {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final long FIRST_PIECE = 100;
    private final Supplier<Map<String, Object>> kafka;

    LastPublished(Supplier<Map<String, Object>> kafka) {
        this.kafka = kafka;
    }

    /** 0 if there is none. */
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

    /** Includes the records of an open transaction: whether they count is known when they are read. */
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
                throw new TimeoutException("Kafka did not return " + results + " from " + from + " to " + end);
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
