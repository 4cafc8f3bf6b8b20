package io.licensewatch.worker.loop;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * After a rebalance only committed positions are valid.
 *
 * @param left the thread has no partitions until it has joined again
 * @param joined it has its assignment, which may be empty
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
