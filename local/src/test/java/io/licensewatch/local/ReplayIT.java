package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.replay.ReplayCommand;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Theme;
import io.licensewatch.workload.WorkloadRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A replay of a Kafka that holds what a workload has written, in transactions as cdc writes them. */
class ReplayIT {
    private static final int TRANSACTIONS = 300;
    /** Then cdc is down. */
    private static final int BEFORE_THE_HOLE = 150;

    private static final Duration HOLE = Duration.ofMinutes(40);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    /** Time of the last frontier before it. */
    private static Instant hole = Instant.EPOCH;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        try (Admin admin = admin()) {
            admin.createTopics(Topics.defaults().sourceTopics().stream()
                            .map(ReplayIT::newTopic)
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        write(new Random(20261130));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static NewTopic newTopic(TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config());
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /** Each with its frontier; now and then one that is taken back. */
    private static void write(Random random) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "writer");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            producer.initTransactions();
            WorkloadRun run = new WorkloadRun(
                    Family.STEWARDTRACK,
                    random,
                    10,
                    Theme.leftOut(),
                    1_000_000,
                    (topic, key, value, at) ->
                            sent.add(producer.send(new ProducerRecord<>(topic, 0, at.toEpochMilli(), key, value))));
            Instant now = Instant.now().minus(Duration.ofHours(3));
            producer.beginTransaction();
            run.first(now);
            for (int i = 0; i < TRANSACTIONS; i++) {
                if (i == BEFORE_THE_HOLE) {
                    run.frontier(now);
                    hole = now;
                    now = now.plus(HOLE);
                }
                now = now.plusMillis(1 + random.nextInt(20_000));
                run.next(now);
                if (random.nextInt(3) == 0) {
                    now = now.plusMillis(1 + random.nextInt(2_000));
                    run.frontier(now);
                    producer.commitTransaction();
                    takeBack(producer, now);
                    producer.beginTransaction();
                }
            }
            run.frontier(now.plusSeconds(1));
            producer.commitTransaction();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    /** What was not committed nobody reads. */
    private static void takeBack(KafkaProducer<byte[], byte[]> producer, Instant now) throws Exception {
        producer.beginTransaction();
        Future<RecordMetadata> sent = producer.send(
                new ProducerRecord<>(Topics.defaults().frontier(), 0, now.toEpochMilli(), new byte[1], new byte[1]));
        producer.flush();
        producer.abortTransaction();
        sent.get();
    }

    @Test
    void it_says_what_differs_changes_nothing_and_its_copy_says_the_same() throws Exception {
        Map<String, Long> before = everything();
        Path copy = directory.resolve("copy");

        JsonNode live = replay("--from=earliest", bootstrap(), "--save=" + copy);
        JsonNode saved = replay("--from=earliest", "--copy=" + copy);

        assertThat(everything()).isEqualTo(before);
        assertThat(live.path("differences")).isNotEmpty();
        assertThat(live.path("rows").asLong()).isGreaterThan(TRANSACTIONS);
        assertThat(live.path("notes")).allMatch(note -> note.asText().startsWith("no frontier between"));
        same(live, saved);
    }

    private static void same(JsonNode live, JsonNode saved) {
        for (String field : List.of(
                "from",
                "until",
                "begin",
                "cluster",
                "rows",
                "frontiers",
                "frontiersBefore",
                "tenants",
                "notes",
                "byRule",
                "same",
                "differences")) {
            assertThat(saved.path(field)).as(field).isEqualTo(live.path(field));
        }
    }

    private static String bootstrap() {
        return "--kafka-bootstrap-servers=" + kafka.bootstrapServers();
    }

    /** A range, by how long after the beginning of the hole its ends are. */
    private static String[] range(int from, int until, String... more) {
        return Stream.concat(
                        Stream.of(
                                "--from=" + hole.plus(Duration.ofMinutes(from)),
                                "--until=" + hole.plus(Duration.ofMinutes(until))),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void a_range_that_begins_in_a_hole_says_so_and_so_does_its_copy() throws Exception {
        Path copy = directory.resolve("copy-from-a-hole");

        JsonNode live = replay(range(30, 50, bootstrap(), "--save=" + copy));
        JsonNode saved = replay(range(30, 50, "--copy=" + copy));

        assertThat(live.path("frontiers").asInt()).isPositive();
        assertThat(live.path("frontiersBefore").asInt()).isZero();
        assertThat(live.path("notes"))
                .anyMatch(note -> note.asText().contains("before the range, of which none was evaluated"))
                .anyMatch(note -> note.asText().contains("no frontier between " + hole));
        same(live, saved);
    }

    @Test
    void a_range_that_ends_in_a_hole_says_so_and_so_does_its_copy() throws Exception {
        Path copy = directory.resolve("copy-into-a-hole");

        JsonNode live = replay(range(-4, 20, bootstrap(), "--save=" + copy));
        JsonNode saved = replay(range(-4, 20, "--copy=" + copy));

        assertThat(live.path("frontiersBefore").asInt()).isPositive();
        assertThat(live.path("notes").get(0).asText()).contains("no frontier between " + hole, "end of the range");
        same(live, saved);
        assertThat(execute(range(-10_000, 20, "--copy=" + copy))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is too early");
    }

    @Test
    void a_range_within_a_hole_says_that_nothing_was_evaluated_and_saves_nothing() throws Exception {
        Path copy = directory.resolve("copy-of-a-hole");

        JsonNode live = replay(range(25, 35, bootstrap(), "--save=" + copy));

        assertThat(live.path("frontiers").asInt()).isZero();
        assertThat(live.path("notes")).anyMatch(note -> note.asText().contains("nothing was evaluated"));
        assertThat(err.toString()).contains("nothing is saved");
        assertThat(copy).doesNotExist();
    }

    @Test
    void what_is_wrong_with_kafka_is_said() throws Exception {
        assertThat(execute("--from=earliest", bootstrap(), "--topics-prefix=other"))
                .isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("has no topic other.", "licensewatch.topics.prefix");
        assertThat(execute("--from=earliest", bootstrap(), "--topics-partitions=3"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("has 6 partitions, not 3");
        assertThat(execute("--from=earliest", "--kafka-bootstrap-servers=localhost:1"))
                .isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("Kafka at localhost:1 did not answer within 10 s");
        assertThat(out.toString()).isEmpty();
    }

    private JsonNode replay(String... arguments) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(execute(arguments)).as(err.toString()).isEqualTo(ExitCode.OK);
        return Json.MAPPER.readTree(out.toString());
    }

    private int execute(String... arguments) throws IOException {
        Path rules = Files.writeString(
                directory.resolve("rules.properties"),
                "licensewatch.rules.drift-hold = 2m\nlicensewatch.rules.onboarding-stall = 10m\n");
        CommandLine line =
                ReplayCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(Stream.concat(Stream.of("--format=json", "--rules=" + rules), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** The topics with the ends of their partitions, and the groups. */
    private static Map<String, Long> everything() throws Exception {
        try (Admin admin = admin()) {
            Map<String, Long> all = new TreeMap<>();
            List<String> topics = new ArrayList<>(admin.listTopics().names().get(10, TimeUnit.SECONDS));
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS)
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(one -> ends.put(new TopicPartition(name, one.partition()), OffsetSpec.latest())));
            admin.listOffsets(ends)
                    .all()
                    .get(10, TimeUnit.SECONDS)
                    .forEach((partition, end) -> all.put(partition.toString(), end.offset()));
            admin.listGroups().all().get(10, TimeUnit.SECONDS).forEach(group -> all.put("group " + group, 0L));
            return all;
        }
    }
}
