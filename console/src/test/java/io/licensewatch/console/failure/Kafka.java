package io.licensewatch.console.failure;

import static org.awaitility.Awaitility.await;

import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the topics of a console, and a writer whose transactions do not all commit. */
final class Kafka implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final int A_TRANSACTION = 50;

    private final Path directory;
    private EmbeddedKafka broker;

    Kafka(Path directory) throws Exception {
        this.directory = directory;
        this.broker = EmbeddedKafka.start(directory, 0);
        create(topics());
    }

    static List<String> topics() {
        Topics topics = Topics.defaults();
        return Stream.concat(
                        topics.publicTopics().stream().map(TopicSpec::name),
                        Stream.of(topics.frontier(), topics.snapshot()))
                .toList();
    }

    Map<String, String> settings(Path data) {
        return Map.of(
                "licensewatch.kafka.bootstrap-servers", broker.bootstrapServers(),
                "licensewatch.topics.partitions", Integer.toString(PARTITIONS),
                "licensewatch.console.port", "0",
                "licensewatch.http.port", "-1",
                "licensewatch.console.data-dir", data.toString());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void create(Collection<String> names) throws Exception {
        List<TopicSpec> specs = Stream.concat(
                        Topics.defaults().publicTopics().stream(), Topics.defaults().sourceTopics().stream())
                .filter(spec -> names.contains(spec.name()))
                .toList();
        try (Admin admin = admin()) {
            admin.createTopics(specs.stream()
                            .map(spec -> new NewTopic(spec.name(), Math.min(PARTITIONS, spec.partitions()), (short) 1)
                                    .configs(kept(spec)))
                            .toList())
                    .all()
                    .get();
        }
    }

    /**
     * For ever: the records are of a day long past, so a broker would delete those of the first transaction, whose segment ends at
     * its marker of today, half a minute after its start.
     */
    private static Map<String, String> kept(TopicSpec spec) {
        Map<String, String> config = new HashMap<>(spec.config());
        config.put("retention.ms", "-1");
        return config;
    }

    /** The new topics have the same names, and are empty. */
    void createAgain(String... names) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(names)).all().get();
        }
        create(List.of(names));
    }

    void addPartition(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(PARTITIONS + 1)))
                    .all()
                    .get();
        }
    }

    /** As if their retention had expired. */
    void deleteRecords(String topic, long before) throws Exception {
        try (Admin admin = admin()) {
            for (int i = 0; i < PARTITIONS; i++) {
                admin.deleteRecords(Map.of(new TopicPartition(topic, i), RecordsToDelete.beforeOffset(before)))
                        .all()
                        .get();
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit waits for every record, and fails when one did
    void write(RandomRecords records, int count, Random random) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer", "linger.ms", 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int written = 0; written < count; ) {
                producer.beginTransaction();
                int end = Math.min(count, written + 1 + random.nextInt(A_TRANSACTION));
                for (; written < end; written++) {
                    producer.send(records.next());
                }
                if (random.nextInt(8) == 0) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
    }

    /** A transaction is committed a moment before its markers are in all partitions. */
    void awaitEnds() {
        try (Admin admin = admin()) {
            await("ends of transactions")
                    .until(() -> ends(admin, IsolationLevel.READ_COMMITTED)
                            .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(topics())
                .allTopicNames()
                .get()
                .forEach((topic, known) -> known.partitions()
                        .forEach(one -> latest.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(level))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    void stop() {
        broker.close();
    }

    void startAgain() {
        broker = EmbeddedKafka.start(directory, broker.port());
    }

    @Override
    public void close() {
        broker.close();
    }
}
