package io.licensewatch.cdc.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.Test;

/** The last epoch that topics are of, whose progress is lost. */
class TopicEpochsTest {
    private final Topics topics = new Topics("acme", 2);
    private final Log log = new Log(topics);
    private final TopicEpochs epochs = new TopicEpochs(topics, log);

    private static byte[] frontier(int epoch) {
        return JsonCodec.FRONTIER.encode(
                new Frontier(Instant.parse("2026-03-10T12:00:00Z"), "0/64", "0/64", epoch, true, List.of()));
    }

    private static byte[] row(int epoch) {
        return ("{\"before\":null,\"after\":{\"id\":\"x\"},\"op\":\"u\",\"source\":{\"schema\":\"public\",\"table\":\"roles\","
                        + "\"lsn\":100,\"sequence\":\"[\\\"50\\\",\\\"100\\\"]\",\"txId\":7,\"ts_ms\":1,\"snapshot\":\"false\","
                        + "\"epoch\":" + epoch + "},\"ts_ms\":1}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void frontiers(int... of) {
        for (int epoch : of) {
            log.append(topics.frontier(), 0, frontier(epoch));
        }
    }

    @Test
    void topics_that_are_empty_are_of_none() {
        assertThat(epochs.ofFrontiers()).isZero();
        assertThat(epochs.ofRows()).isZero();
    }

    @Test
    void the_greatest_of_the_frontiers_counts_and_not_what_nobody_of_us_wrote() {
        frontiers(3, 4, SourcePosition.LAST_EPOCH);
        log.append(topics.frontier(), 0, "not a frontier".getBytes(StandardCharsets.UTF_8));
        log.append(topics.frontier(), 0, null);
        frontiers(2);
        assertThat(epochs.ofFrontiers()).isEqualTo(4);
        frontiers(SourcePosition.LAST_EPOCH - 1);
        assertThat(epochs.ofFrontiers()).isEqualTo(SourcePosition.LAST_EPOCH - 1);
    }

    @Test
    void one_frontier_is_enough() {
        frontiers(1);
        assertThat(epochs.ofFrontiers()).isEqualTo(1);
    }

    /** A topic of years is not read from its beginning. */
    @Test
    void it_is_looked_for_at_the_end_and_further_back_while_there_is_none() {
        frontiers(9);
        log.skip(topics.frontier(), 0, 10_000);
        frontiers(5);
        log.skip(topics.frontier(), 0, 48);
        assertThat(epochs.ofFrontiers()).as("within the last 50").isEqualTo(5);
        assertThat(log.read).isEqualTo(1);
        log.skip(topics.frontier(), 0, 2);
        assertThat(epochs.ofFrontiers()).as("within the last 5000").isEqualTo(5);
        log.skip(topics.frontier(), 0, 5_000);
        assertThat(epochs.ofFrontiers()).as("of all").isEqualTo(9);
    }

    @Test
    void what_was_deleted_from_the_beginning_of_a_topic_is_not_waited_for() {
        frontiers(3);
        log.deleteBefore(topics.frontier(), 0, 1);
        assertThat(epochs.ofFrontiers()).as("nothing is left").isZero();
        log.skip(topics.frontier(), 0, 2);
        assertThat(epochs.ofFrontiers()).as("ends of transactions only").isZero();
        frontiers(2);
        assertThat(epochs.ofFrontiers()).isEqualTo(2);
    }

    @Test
    void rows_count_in_whichever_topic_and_partition_they_are_and_frontiers_and_progress_do_not() {
        frontiers(8);
        log.append(topics.progress(), 0, row(9));
        assertThat(epochs.ofRows()).isZero();
        log.append(topics.table(SourceTable.ROLES), 1, row(3));
        log.append(topics.table(SourceTable.ROLES), 0, row(2));
        assertThat(epochs.ofRows()).isEqualTo(3);
        log.append(topics.tenantless(), 0, row(5));
        assertThat(epochs.ofRows()).isEqualTo(5);
    }

    /** A consumer of records in memory; between them there may be offsets that nobody reads. */
    private static final class Log extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private int read;

        Log(Topics topics) {
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
            TopicPartition place = new TopicPartition(topic, partition);
            byte[] key = "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8);
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
    }
}
