package io.licensewatch.streams.lineage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams itself was answered when it asked for the group's offsets, which it does each time that a task is about to
 * start: nothing is asked twice, and nothing else can have happened in between.
 */
public final class GroupInputs implements Inputs {
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final CommittedReader reader;
    private final Cluster cluster;

    public GroupInputs(CommittedReader reader, Cluster cluster) {
        this.reader = reader;
        this.cluster = cluster;
    }

    /** The group's offsets as Kafka has answered; null where it has none. */
    void answered(Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset == null) {
                committed.remove(partition);
            } else {
                committed.put(partition, offset.offset());
            }
        });
    }

    @Override
    public Map<String, Long> next(Set<String> topics, int partition) {
        Map<String, Long> next = new HashMap<>();
        for (String topic : topics) {
            Long offset = committed.get(new TopicPartition(topic, partition));
            if (offset != null) {
                next.put(topic, offset);
            }
        }
        return next;
    }

    @Override
    public boolean anyRecord(TopicPartition partition, long from, long to) {
        boolean[] any = {false};
        reader.read(partition, from, to, record -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }

    @Override
    public Map<String, String> ids(Set<String> topics) {
        return cluster.ids(topics);
    }
}
