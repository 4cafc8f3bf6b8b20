package io.licensewatch.worker.loop;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Whatever moves, what is known of positions is no more than what is committed.
 *
 * @param left the thread has no partitions until it has joined again
 * @param joined it has been given its partitions, which may be none
 */
record Rebalances(Runnable left, Runnable joined) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        left.run();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined.run();
    }
}
