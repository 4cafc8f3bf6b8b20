package io.licensewatch.streams.lineage;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What Kafka knows of the topics that a task reads. */
public interface Inputs {
    /** Where nothing is known of the group, as in a test without a broker; then nothing is refused at the start of a task. */
    Inputs UNKNOWN = new Inputs() {
        @Override
        public boolean known() {
            return false;
        }

        @Override
        public Map<String, Long> next(Set<String> topics, int partition) {
            return Map.of();
        }

        @Override
        public boolean anyRecord(TopicPartition partition, long from, long to) {
            return false;
        }

        @Override
        public Map<String, String> ids(Set<String> topics) {
            return Map.of();
        }
    };

    default boolean known() {
        return true;
    }

    /** The group's next offset in a partition, by topic; without the topics for which it has none. */
    Map<String, Long> next(Set<String> topics, int partition);

    /** Whether a partition holds a committed record between two offsets, and not only the ends of transactions. */
    boolean anyRecord(TopicPartition partition, long from, long to);

    /** The ids that Kafka gave to topics, by name: one that was deleted and made again has another. */
    Map<String, String> ids(Set<String> topics);
}
