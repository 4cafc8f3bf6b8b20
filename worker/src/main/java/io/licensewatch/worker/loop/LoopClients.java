package io.licensewatch.worker.loop;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Creates the Kafka clients of one thread. */
interface LoopClients {
    Consumer<byte[], byte[]> consumer();

    /** With the transactional id of this thread. */
    Producer<byte[], byte[]> producer();

    /** The number of the last history entry among the results of a partition; 0 for none. */
    long lastPublished(int partition);
}
