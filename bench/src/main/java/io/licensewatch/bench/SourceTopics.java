package io.licensewatch.bench;

import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Source topics that are filled before anything reads them. */
final class SourceTopics implements AutoCloseable {
    private final Topics topics;
    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private long tenantRows;
    /** The last rows of each partition since the former frontier. */
    private final Map<String, Frontier.Covered> covered = new LinkedHashMap<>();

    private @Nullable Future<RecordMetadata> lastSent;

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
        int partition = ofTenant ? TenantPartition.of(change.tenantId(), topics.partitions()) : 0;
        tenantRows += ofTenant ? 1 : 0;
        covered.put(
                change.table() + "-" + partition,
                new Frontier.Covered(
                        change.table().qualifiedName(),
                        false,
                        partition,
                        false,
                        1,
                        Lsn.text(change.lsn() - 8),
                        Lsn.text(change.lsn()),
                        1));
        send(new ProducerRecord<>(
                topics.table(change.table()), partition, change.timestamp(), change.key(), change.value()));
    }

    /** As cdc does, with the rows that it covers. */
    void write(Frontier plain) {
        Frontier frontier = plain.covering(List.copyOf(covered.values()));
        covered.clear();
        send(new ProducerRecord<>(
                topics.frontier(),
                0,
                frontier.sourceTime().toEpochMilli(),
                Envelope.utf8(Frontier.KEY),
                JsonCodec.FRONTIER.encode(frontier)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        lastSent = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                throw new IllegalStateException("cannot write to " + record.topic(), failure);
            }
        });
    }

    /** A new application would begin with the next frontier; this one is to read them all. */
    void readFrontiersFromTheFirst(String applicationId) throws InterruptedException {
        producer.flush();
        if (lastSent == null || !lastSent.isDone()) {
            throw new IllegalStateException("nothing has been written");
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterConsumerGroupOffsets(
                            applicationId, Map.of(new TopicPartition(topics.frontier(), 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot set the offset of " + topics.frontier(), e);
        }
    }

    /** Deletes what an application has published: the next one would take up its alerts. */
    void deletePublished() throws InterruptedException {
        List<String> names = topics.publicTopics().stream().map(TopicSpec::name).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(names).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot delete " + names, e);
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
