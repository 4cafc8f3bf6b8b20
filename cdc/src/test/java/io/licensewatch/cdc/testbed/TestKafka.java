package io.licensewatch.cdc.testbed;

import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.Listener;
import io.licensewatch.schemas.ContractValidator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One Kafka node in this JVM, and what tests ask of it. */
public final class TestKafka implements AutoCloseable {
    private final Path directory;
    private final List<Listener> more;
    private EmbeddedKafka broker;

    TestKafka(Path directory, List<Listener> more) {
        this.directory = directory;
        this.more = List.copyOf(more);
        this.broker = EmbeddedKafka.start(directory, 0, Map.of(), more);
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public void stop() {
        broker.close();
    }

    /** On the same port. */
    public void startAgain() {
        broker = EmbeddedKafka.start(directory, broker.port(), Map.of(), more);
    }

    /** Every committed record of a topic, in the order of its partitions; each is held to its contract. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = committed(topic);
        all.forEach(TestKafka::validate);
        return all;
    }

    /** The same, of a topic that has no contract with anybody. */
    public List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "fetch.max.wait.ms",
                10);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    /** A producer of transactions, ready to begin one, and its topic of one partition, both of this name. */
    public KafkaProducer<byte[], byte[]> transactions(String id) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(id, 1, (short) 1))).all().get();
        }
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** As somebody else would, without a transaction. */
    public void write(String topic, byte[] key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
        }
    }

    public void delete(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** Sets it for all topics whose name begins like that. */
    public void alterTopics(String prefix, String setting, String value) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            AlterConfigOp op = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
            Map<ConfigResource, Collection<AlterConfigOp>> all = new HashMap<>();
            for (String topic : admin.listTopics().names().get()) {
                if (topic.startsWith(prefix)) {
                    all.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(op));
                }
            }
            admin.incrementalAlterConfigs(all).all().get();
        }
    }

    private static void validate(ConsumerRecord<byte[], byte[]> record) {
        ContractValidator.validate(record.topic(), record.key(), record.value(), Map.of());
    }

    @Override
    public void close() {
        stop();
    }
}
