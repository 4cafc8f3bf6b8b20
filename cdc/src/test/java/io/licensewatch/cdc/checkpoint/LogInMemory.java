package io.licensewatch.cdc.checkpoint;

import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer of records in memory, for any number of readers; between the records there may be offsets that nobody reads. */
class LogInMemory extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    /** How many records were read. */
    int read;

    LogInMemory(Topics topics) {
        super("earliest");
        for (TopicSpec topic : topics.sourceTopics()) {
            List<PartitionInfo> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitions(); i++) {
                partitions.add(new PartitionInfo(topic.name(), i, null, null, null));
                skip(topic.name(), i, 0);
                deleteBefore(topic.name(), i, 0);
            }
            updatePartitions(topic.name(), partitions);
        }
    }

    void append(String topic, int partition, byte @Nullable [] value) {
        append(topic, partition, "{\"id\":\"x\"}", value);
    }

    void append(String topic, int partition, String keyText, byte @Nullable [] value) {
        TopicPartition place = new TopicPartition(topic, partition);
        byte[] key = keyText.getBytes(StandardCharsets.UTF_8);
        records.computeIfAbsent(place, p -> new ArrayList<>())
                .add(new ConsumerRecord<>(topic, partition, ends.getOrDefault(place, 0L), key, value));
        skip(topic, partition, 1);
    }

    /** So many offsets of which no record is read. */
    void skip(String topic, int partition, long offsets) {
        TopicPartition place = new TopicPartition(topic, partition);
        updateEndOffsets(Map.of(place, ends.merge(place, offsets, Long::sum)));
    }

    void deleteBefore(String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        updateBeginningOffsets(Map.of(place, offset));
        records.getOrDefault(place, new ArrayList<>()).removeIf(record -> record.offset() < offset);
    }

    @Override
    public synchronized void seek(TopicPartition place, long offset) {
        if (offset < beginningOffsets(List.of(place)).getOrDefault(place, 0L)) {
            throw new AssertionError("nothing is kept of " + place + " at " + offset);
        }
        super.seek(place, offset);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();
        for (TopicPartition place : assignment()) {
            long from = position(place);
            found.put(
                    place,
                    records.getOrDefault(place, List.of()).stream()
                            .filter(record -> record.offset() >= from)
                            .toList());
            read += found.get(place).size();
            seek(place, ends.getOrDefault(place, 0L));
        }
        return new ConsumerRecords<>(found, Map.of());
    }

    @Override
    public synchronized void close() {
        unsubscribe();
    }
}
