package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.Testbed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far a writer has come: counts its records as they are written, also those of a transaction that is still open. */
final class Traffic implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Counts from now on. */
    Traffic(String bootstrapServers, Collection<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_uncommitted",
                        "fetch.max.wait.ms",
                        50), // which its end waits for
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // the end as it is now
    }

    /** Returns in the midst of it, once so many records have come. */
    void await(int records) {
        await(records, record -> true);
    }

    /** Rows that are read, not streamed. */
    void awaitRead(int rows) {
        await(rows, record -> new String(record.value(), StandardCharsets.UTF_8).contains("\"op\":\"r\""));
    }

    private void await(int records, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        long deadline = System.nanoTime() + Testbed.PATIENCE.toNanos();
        for (int seen = 0; seen < records; ) {
            assertThat(System.nanoTime()).as("%d records of %d", seen, records).isLessThan(deadline);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(5))) {
                seen += record.value() != null && wanted.test(record) ? 1 : 0;
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
