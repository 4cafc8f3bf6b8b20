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

/** Writes records and offsets in one transaction. A producer that failed is thrown away: the next one undoes what it left open. */
final class Publisher implements AutoCloseable {
    private final LoopClients clients;
    private @Nullable Producer<byte[], byte[]> producer;

    Publisher(LoopClients clients) {
        this.clients = clients;
    }

    /** Ends what a former producer of this name has left open. */
    void open() {
        if (producer == null) {
            Producer<byte[], byte[]> fresh = clients.producer();
            producer = fresh;
            fresh.initTransactions();
        }
    }

    /** @param group a thread that has lost its partitions meanwhile is refused by it */
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
