package io.licensewatch.cdc.checkpoint;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The latest epoch of any record in the topics, for when the checkpoint is lost. Readers take records of a former epoch for a
 * replay, so no epoch may be used twice.
 */
final class TopicEpochs {
    private static final Duration POLL = Duration.ofMillis(200);
    /** From a partition's end; what is there may be ends of transactions, which nobody reads. */
    private static final List<Long> WINDOWS = List.of(50L, 5_000L, Long.MAX_VALUE);

    private final Topics topics;
    private final Consumer<byte[], byte[]> consumer;

    /** @param consumer of committed records */
    TopicEpochs(Topics topics, Consumer<byte[], byte[]> consumer) {
        this.topics = topics;
        this.consumer = consumer;
    }

    /** Of the frontiers, which are kept for a week. */
    int ofFrontiers() {
        return latest(topics.frontier());
    }

    /** Of the rows. */
    int ofRows() {
        return topics.sourceTopics().stream()
                .map(TopicSpec::name)
                .filter(topic -> !Set.of(topics.frontier(), topics.checkpoint(), topics.snapshot())
                        .contains(topic))
                .mapToInt(this::latest)
                .max()
                .orElse(0);
    }

    private int latest(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, partition.partition()));
        }
        consumer.assign(partitions); // the answers for others are thrown away, with a warning for each
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        partitions.removeIf(one -> offset(ends, one) <= offset(beginnings, one));
        return partitions.stream()
                .mapToInt(one -> latest(one, offset(beginnings, one), offset(ends, one)))
                .max()
                .orElse(0);
    }

    private int latest(TopicPartition partition, long begin, long end) {
        consumer.assign(List.of(partition));
        for (long window : WINDOWS) {
            long from = window > end - begin ? begin : end - window;
            OptionalInt found = latestBetween(partition, from, end);
            if (found.isPresent() || from == begin) {
                return found.orElse(0);
            }
        }
        return 0;
    }

    private OptionalInt latestBetween(TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        OptionalInt latest = OptionalInt.empty();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                int epoch = epoch(record);
                if (epoch > latest.orElse(0) && epoch < SourcePosition.LAST_EPOCH) {
                    latest = OptionalInt.of(epoch);
                }
            }
        }
        return latest;
    }

    /** 0 for a record that has none. */
    private int epoch(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return 0;
        }
        try {
            return record.topic().equals(topics.frontier())
                    ? JsonCodec.FRONTIER.decode(record.value()).epoch()
                    : RowChangeDecoder.decode(record.key(), record.value())
                            .position()
                            .epoch();
        } catch (MalformedRecordException e) {
            return 0;
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
