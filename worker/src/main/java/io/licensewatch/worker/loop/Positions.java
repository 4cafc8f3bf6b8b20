package io.licensewatch.worker.loop;

import io.licensewatch.schemas.topic.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of one thread in its partitions: the next record to process, and the last published entry. They start with the
 * values that Kafka has committed.
 */
final class Positions {
    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    private final Set<TopicPartition> moved = new HashSet<>();
    private final Map<Integer, Long> published = new TreeMap<>();
    private boolean known;

    /** Whether they belong to the assigned partitions. */
    boolean known() {
        return known;
    }

    void forget() {
        next.clear();
        moved.clear();
        published.clear();
        known = false;
    }

    /** Checks that a partition's history can be continued; throws if it cannot. */
    interface HistoryCheck {
        void require(int partition, long published);
    }

    /** Reads the committed positions, once no transaction is pending, and seeks the consumer to them. */
    void load(Consumer<byte[], byte[]> consumer, LoopClients clients, HistoryCheck check) {
        forget();
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        for (TopicPartition partition : assigned) {
            Optional<OffsetAndMetadata> offset = Optional.ofNullable(committed.get(partition));
            if (offset.isPresent()) {
                consumer.seek(partition, offset.get());
            } else {
                consumer.seekToBeginning(Set.of(partition));
            }
            next.put(
                    partition,
                    new OffsetAndMetadata(offset.isPresent() ? offset.get().offset() : consumer.position(partition)));
            if (partition.topic().equals(Topics.COMMANDS)) {
                published.put(partition.partition(), published(partition.partition(), offset, clients));
            }
        }
        published.forEach(check::require);
        known = true;
    }

    private static long published(int partition, Optional<OffsetAndMetadata> committed, LoopClients clients) {
        OptionalLong mark =
                OutboxMark.decode(committed.map(OffsetAndMetadata::metadata).orElse(null));
        if (mark.isPresent()) {
            return mark.getAsLong();
        }
        long last = clients.lastPublished(partition);
        if (last > 0 || committed.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("published", last)
                    .log("the group's offset does not have the last published entry; it is read from the results");
        }
        return last;
    }

    /** Partitions of the commands topic. */
    Set<Integer> partitions() {
        return new TreeSet<>(published.keySet());
    }

    /** The last published entry, by partition. */
    Map<Integer, Long> published() {
        return new TreeMap<>(published);
    }

    long published(int partition) {
        return published.getOrDefault(partition, 0L);
    }

    void taken(TopicPartition partition, OffsetAndMetadata nextRecord) {
        next.put(partition, nextRecord);
        moved.add(partition);
    }

    /** Commits the present positions although nothing was read: Kafka rejects this if the partition was lost. */
    void confirm(int partition) {
        moved.add(new TopicPartition(Topics.COMMANDS, partition));
    }

    /** Records that were read and not processed are read again. */
    void rewind(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata from = next.get(partition);
            if (from != null && consumer.assignment().contains(partition)) {
                consumer.seek(partition, from);
            }
        }
    }

    boolean haveMoved() {
        return !moved.isEmpty();
    }

    /**
     * The offsets to commit together with the results.
     *
     * @param last the last published entry, by partition
     */
    Map<TopicPartition, OffsetAndMetadata> toCommit(Map<Integer, Long> last) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> {
            boolean commands = partition.topic().equals(Topics.COMMANDS);
            if (moved.contains(partition) || (commands && last.containsKey(partition.partition()))) {
                offsets.put(partition, commands ? marked(partition.partition(), offset, last) : offset);
            }
        });
        return offsets;
    }

    private OffsetAndMetadata marked(int partition, OffsetAndMetadata offset, Map<Integer, Long> last) {
        long mark = last.getOrDefault(partition, published(partition));
        return new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), OutboxMark.encode(mark));
    }

    void committed(Map<Integer, Long> last) {
        published.putAll(last);
        moved.clear();
    }
}
