package io.licensewatch.streams.replay;

import io.licensewatch.runtime.topics.KafkaUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads many partitions with one consumer, each at its own pace, and keeps little of those that are ahead of the others. */
final class PartitionReader {
    private static final Duration POLL = Duration.ofMillis(100);
    /** A broker may be restarted meanwhile. */
    private static final Duration WITHOUT_RECORDS = Duration.ofMinutes(1);
    /** Of a partition; then it waits until this has been taken. */
    private static final int KEPT_BYTES = 256 << 10;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Read> partitions = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();

    /** @param ends of the partitions that the consumer is assigned, exclusive */
    PartitionReader(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        ends.forEach((partition, end) -> partitions.put(partition, new Read(partition, end)));
    }

    Lane lane(TopicPartition partition) {
        return Objects.requireNonNull(partitions.get(partition), "one that is assigned");
    }

    private final class Read implements Lane {
        private final TopicPartition partition;
        private final long end;
        private final Queue<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
        private long bytes;
        private boolean ended;

        Read(TopicPartition partition, long end) {
            this.partition = partition;
            this.end = end;
        }

        @Override
        public TopicPartition partition() {
            return partition;
        }

        @Override
        public @Nullable SourceRecord next() {
            if (records.isEmpty() && !ended) {
                fill(this);
            }
            ConsumerRecord<byte[], byte[]> next = records.poll();
            if (next == null) {
                return null;
            }
            bytes -= size(next);
            return ClusterHistory.record(next);
        }

        /** Transaction markers are not records. */
        private boolean isAtEnd() {
            return consumer.position(partition) >= end;
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            if (record.offset() < end) {
                records.add(record);
                bytes += size(record);
            } else {
                ended = true;
            }
        }

        private boolean isFull() {
            return ended || bytes > KEPT_BYTES;
        }
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private void fill(Read wanted) {
        long deadline = System.nanoTime() + WITHOUT_RECORDS.toNanos();
        while (wanted.records.isEmpty()) {
            if (wanted.ended || wanted.isAtEnd()) {
                wanted.ended = true;
                return;
            }
            pauseThoseAhead();
            if (poll() > 0) {
                deadline = System.nanoTime() + WITHOUT_RECORDS.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new KafkaUnavailableException("Kafka did not give out " + wanted.partition + " from offset "
                        + consumer.position(wanted.partition) + " within " + WITHOUT_RECORDS.toSeconds() + " s");
            }
        }
    }

    private void pauseThoseAhead() {
        Set<TopicPartition> full = new HashSet<>();
        partitions.values().stream().filter(Read::isFull).forEach(read -> full.add(read.partition));
        Set<TopicPartition> again = new HashSet<>(paused);
        again.removeAll(full);
        consumer.resume(again);
        consumer.pause(full);
        paused.clear();
        paused.addAll(full);
    }

    private int poll() {
        try {
            int records = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                lanes(record).add(record);
                records++;
            }
            return records;
        } catch (OffsetOutOfRangeException e) {
            throw new KafkaUnavailableException(
                    "records were removed by Kafka's retention while they were read, of "
                            + e.offsetOutOfRangePartitions() + ": begin again, with a later --from",
                    e);
        }
    }

    private Read lanes(ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(
                partitions.get(new TopicPartition(record.topic(), record.partition())), "one that is assigned");
    }
}
