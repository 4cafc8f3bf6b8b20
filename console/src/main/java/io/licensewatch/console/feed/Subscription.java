package io.licensewatch.console.feed;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads all partitions of the topics from the stored positions. It has no consumer group: every console reads everything. */
final class Subscription implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final int RECORDS_AT_ONCE = 500;
    /** The limit of a fetch, compressed; a larger record is returned nevertheless. */
    private static final int FETCH_BYTES = 8 << 20;
    /** The last frontier is within this many offsets of the end, including transaction markers. */
    private static final long LAST_FRONTIERS = 20;

    private final Projection projection;
    private final TopicProvisioner provisioner;
    private final List<TopicSpec> specs;
    private final String frontierTopic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private Map<String, String> topicIds = Map.of();
    private Map<TopicPartition, Long> ends = Map.of();
    private Map<TopicPartition, Long> startEnds = Map.of();
    private long checkedAt = System.nanoTime();

    private Subscription(
            Projection projection,
            TopicProvisioner provisioner,
            List<TopicSpec> specs,
            String frontierTopic,
            KafkaConsumer<byte[], byte[]> consumer) {
        this.projection = projection;
        this.provisioner = provisioner;
        this.specs = specs;
        this.frontierTopic = frontierTopic;
        this.consumer = consumer;
    }

    /** Waits for Kafka and for the topics. */
    static Subscription open(Settings settings, Projection projection) throws InterruptedException, SQLException {
        Map<String, Object> kafka = CommonSettings.kafkaProperties(settings);
        Topics topics = CommonSettings.topics(settings);
        List<TopicSpec> specs = Stream.concat(topics.publicTopics().stream(), topics.sourceTopics().stream())
                .filter(spec -> projection.topics().contains(spec.name()))
                .toList();
        Admin admin = Admin.create(kafka);
        TopicProvisioner provisioner =
                new TopicProvisioner(admin, settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS), -1);
        try {
            provisioner.awaitTopics(specs, "cdc and stream-app");
            projection.requireCluster(clusterId(admin));
            Subscription subscription =
                    new Subscription(projection, provisioner, specs, topics.frontier(), consumer(kafka));
            subscription.assign();
            return subscription;
        } catch (InterruptedException | SQLException | RuntimeException e) {
            provisioner.close();
            throw e;
        }
    }

    private static String clusterId(Admin admin) throws InterruptedException {
        try {
            return String.valueOf(admin.describeCluster().clusterId().get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 16);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Seeks to the stored positions; a replaced topic is read from its beginning. */
    private void assign() throws InterruptedException, SQLException {
        Map<String, String> ids = provisioner.ids(specs);
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicSpec spec : specs) {
            consumer.partitionsFor(spec.name())
                    .forEach(found -> partitions.add(new TopicPartition(spec.name(), found.partition())));
        }
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions);
        startEnds = ends;
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            seek(partition, ids.getOrDefault(partition.topic(), ""), beginnings.getOrDefault(partition, 0L));
        }
        topicIds = ids; // last, so that the next check repeats this if something fails before
    }

    private void seek(TopicPartition partition, String topicId, long beginning) throws SQLException {
        long end = ends.getOrDefault(partition, beginning);
        OptionalLong known = projection.position(partition, topicId);
        if (partition.topic().equals(frontierTopic)) {
            consumer.seek(partition, Math.max(beginning, end - LAST_FRONTIERS));
        } else if (known.isEmpty()) {
            consumer.seek(partition, beginning);
        } else {
            consumer.seek(partition, known.getAsLong()); // the first poll detects an offset out of range
        }
    }

    ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        return consumer.poll(atMost);
    }

    static Map<TopicPartition, Long> next(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, Long> next = new HashMap<>();
        polled.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        return next;
    }

    /** The ids of all topics, by name. */
    Map<String, String> topicIds() {
        return topicIds;
    }

    /** Whether everything up to the end offsets has been read, as of the start, or as of the last restart of a topic. */
    boolean hasReachedStart() {
        return startEnds.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** The number of offsets left to read, up to the known end offsets. */
    long behind() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    /** Handles an offset out of range: records were deleted before they were read, or the topic has lost records. */
    void recover(Map<TopicPartition, Long> outOfRange, Instant now) throws SQLException {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(outOfRange.keySet());
        for (Map.Entry<TopicPartition, Long> lost : outOfRange.entrySet()) {
            TopicPartition partition = lost.getKey();
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (lost.getValue() < beginning) {
                projection.gap(partition, lost.getValue(), beginning, now);
                consumer.seek(partition, beginning);
            } else {
                readAgain(partition.topic());
            }
        }
    }

    private void readAgain(String topic) throws SQLException {
        projection.startAgain(topic);
        List<TopicPartition> partitions = consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
        consumer.beginningOffsets(partitions).forEach(consumer::seek);
        startEnds = consumer.endOffsets(consumer.assignment());
    }

    boolean isCheckDue(Duration every) {
        return System.nanoTime() - checkedAt >= every.toNanos();
    }

    /** Reads end offsets and ids of the topics from Kafka; returns null if it answers, else the error. */
    @Nullable
    String check() throws SQLException, InterruptedException {
        checkedAt = System.nanoTime();
        try {
            ends = consumer.endOffsets(consumer.assignment(), ANSWER_WITHIN);
            Map<String, String> now = provisioner.ids(specs);
            if (now.size() < specs.size()) {
                return "topics are missing: " + missing(now);
            }
            for (Map.Entry<String, Integer> topic :
                    provisioner.partitions(specs).entrySet()) {
                long read = assigned(topic.getKey());
                if (topic.getValue() != read) {
                    return "topic " + topic.getKey() + " has " + topic.getValue() + " partitions, and " + read
                            + " are read; see docs/operations.md, \"a topic is not as it should be\"";
                }
            }
            if (!now.equals(topicIds)) {
                assign();
            }
            return null;
        } catch (RetriableException | KafkaUnavailableException e) {
            return "Kafka does not answer: " + e.getMessage();
        }
    }

    private long assigned(String topic) {
        return consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
    }

    private String missing(Map<String, String> found) {
        return String.join(
                ", ",
                specs.stream()
                        .map(TopicSpec::name)
                        .filter(name -> !found.containsKey(name))
                        .toList());
    }

    @Override
    public void close() {
        Thread.interrupted(); // this is our own wakeup; the consumer would log it as an error
        consumer.close(CloseOptions.timeout(Duration.ofMillis(TimeUnit.SECONDS.toMillis(2))));
        provisioner.close();
    }
}
