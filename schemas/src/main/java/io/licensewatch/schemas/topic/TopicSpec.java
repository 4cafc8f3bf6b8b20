package io.licensewatch.schemas.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The required name and settings of a topic.
 *
 * @param name full topic name
 * @param partitions number of partitions
 * @param config required topic-level settings of Kafka; for the others the broker's defaults apply
 */
public record TopicSpec(String name, int partitions, Map<String, String> config) {
    /**
     * Record timestamps are source time. By default Kafka rejects records that are more than an hour ahead of its own clock, so a
     * broker with a wrong clock would stop the feed.
     */
    public static final String AHEAD = "message.timestamp.after.max.ms";

    public static final String ANY = Long.toString(Long.MAX_VALUE);

    public TopicSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a topic needs a name");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " needs at least 1 partition, not " + partitions);
        }
        config = Map.copyOf(config);
    }

    TopicSpec takingBatchesOf(int bytes) {
        Map<String, String> more = new HashMap<>(config);
        more.put("max.message.bytes", Integer.toString(bytes));
        return new TopicSpec(name, partitions, more);
    }

    static TopicSpec compacted(String name, int partitions) {
        return new TopicSpec(name, partitions, Map.of("cleanup.policy", "compact", AHEAD, ANY));
    }

    /** @param lag a reader that was stopped for no longer than this finds every record */
    static TopicSpec compactedAfter(String name, int partitions, Duration lag) {
        Map<String, String> more = new HashMap<>(compacted(name, partitions).config());
        more.put("min.compaction.lag.ms", Long.toString(lag.toMillis()));
        return new TopicSpec(name, partitions, more);
    }

    public static TopicSpec kept(String name, int partitions, Duration retention) {
        return new TopicSpec(
                name,
                partitions,
                Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()), AHEAD, ANY));
    }
}
