package io.licensewatch.cdc.testbed;

import io.licensewatch.schemas.ContractValidator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
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
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka node in this JVM. */
public final class TestKafka implements AutoCloseable {
    private final Path directory;
    private final int port;
    private final int controllerPort;
    private final List<Listener> more;
    private KafkaRaftServer server;

    /**
     * A further way to the node.
     *
     * @param name lower case
     * @param protocol such as SSL
     * @param advertised the port that clients are told, where it is not the same
     * @param config of this listener, without its prefix
     */
    public record Listener(String name, String protocol, int port, int advertised, Map<String, String> config) {}

    private TestKafka(Path directory, int port, int controllerPort, List<Listener> more) {
        this.directory = directory;
        this.more = List.copyOf(more);
        this.port = port;
        this.controllerPort = controllerPort;
        this.server = new KafkaRaftServer(config(), Time.SYSTEM);
    }

    public static TestKafka start(Path directory, Listener... more) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .run();
        TestKafka kafka = new TestKafka(directory, freePort(), freePort(), List.of(more));
        kafka.server.startup();
        return kafka;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    public void startAgain() {
        server = new KafkaRaftServer(config(), Time.SYSTEM);
        server.startup();
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
                false);
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

    private KafkaConfig config() {
        StringBuilder bound = new StringBuilder("BROKER://127.0.0.1:" + port);
        StringBuilder advertised = new StringBuilder(bound);
        StringBuilder protocols = new StringBuilder("BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (Listener listener : more) {
            bound.append(",").append(listener.name()).append("://127.0.0.1:").append(listener.port());
            advertised
                    .append(",")
                    .append(listener.name())
                    .append("://127.0.0.1:")
                    .append(listener.advertised());
            protocols.append(",").append(listener.name()).append(":").append(listener.protocol());
        }
        Map<String, Object> config = new HashMap<>(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                1,
                "log.dirs",
                directory.toString(),
                "listeners",
                bound + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map",
                protocols.toString(),
                "inter.broker.listener.name",
                "BROKER",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort,
                "auto.create.topics.enable",
                "false",
                "log.index.size.max.bytes",
                "1048576"));
        config.put("advertised.listeners", advertised.toString());
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            config.put(topic + ".replication.factor", "1");
        }
        config.put("offsets.topic.num.partitions", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        more.forEach(listener -> listener.config()
                .forEach((name, value) -> config.put("listener.name." + listener.name() + "." + name, value)));
        return new KafkaConfig(config);
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
