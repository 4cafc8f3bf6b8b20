package io.licensewatch.worker.loop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and offsets in one transaction. After a failure the producer is closed: the next one aborts its open
 * transaction.
 */
final class Publisher implements AutoCloseable {
    private final LoopClients clients;
    private @Nullable Producer<byte[], byte[]> producer;

    Publisher(LoopClients clients) {
        this.clients = clients;
    }

    /** Aborts the open transaction of a former producer with this id. */
    void open() {
        if (producer == null) {
            Producer<byte[], byte[]> fresh = clients.producer();
            producer = fresh;
            fresh.initTransactions();
        }
    }

    /** @param group fences a thread that has lost its partitions meanwhile */
    @SuppressWarnings("FutureReturnValueIgnored") // the commit waits for every record, and fails when one did
    void publish(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        open.beginTransaction();
        records.forEach(open::send);
        open.sendOffsetsToTransaction(offsets, group);
        open.commitTransaction();
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
