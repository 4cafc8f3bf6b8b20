package io.licensewatch.local.bench;

import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** Source topics that are filled before anything reads them. */
final class SourceTopics implements AutoCloseable {
    private final Topics topics;
    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private long tenantRows;

    SourceTopics(String bootstrapServers, Topics topics) throws InterruptedException {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        try (TopicProvisioner provisioner = new TopicProvisioner(
                Admin.create(Map.of("bootstrap.servers", bootstrapServers)), bootstrapServers, 1)) {
            provisioner.provision(topics.sourceTopics());
        }
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        20,
                        "batch.size",
                        262_144,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void write(Envelope change) {
        boolean ofTenant = change.table().hasTenant();
        int partition =
                ofTenant ? Utils.toPositive(Utils.murmur2(Envelope.utf8(change.tenantId()))) % topics.partitions() : 0;
        tenantRows += ofTenant ? 1 : 0;
        producer.send(new ProducerRecord<>(
                topics.table(change.table()), partition, change.timestamp(), change.key(), change.value()));
    }

    void write(Frontier frontier) {
        producer.send(new ProducerRecord<>(
                topics.frontier(),
                0,
                frontier.sourceTime().toEpochMilli(),
                Envelope.utf8(Frontier.KEY),
                JsonCodec.FRONTIER.encode(frontier)));
    }

    /** A new application would begin with the next frontier; this one is to read them all. */
    void readFrontiersFromTheFirst(String applicationId) throws InterruptedException {
        producer.flush();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterConsumerGroupOffsets(
                            applicationId, Map.of(new TopicPartition(topics.frontier(), 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("cannot set the offset of " + topics.frontier(), e);
        }
    }

    Topics topics() {
        return topics;
    }

    /** How many records of tables with a tenant have been written. */
    long tenantRows() {
        return tenantRows;
    }

    @Override
    public void close() {
        producer.close();
    }
}
