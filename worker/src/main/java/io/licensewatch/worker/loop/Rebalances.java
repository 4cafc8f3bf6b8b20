package io.licensewatch.worker.loop;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Whatever moves, what is known of positions is no more than what is committed. */
record Rebalances(Runnable forget) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        forget.run();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        forget.run();
    }
}
