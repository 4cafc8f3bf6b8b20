package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.Testbed;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workers of docs/examples, as somebody runs them who has read of them, with the samples on the topic. */
class OwnWorkerIT {
    private static final Path EXAMPLES = Repository.here().path("docs/examples");
    /** The system's, not one that a developer has put before it without these libraries. */
    private static final String PYTHON = Files.exists(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    private static final Path SAMPLES =
            Repository.here().path("schemas/src/main/resources/io/licensewatch/schemas/samples");

    @TempDir
    private Path directory;

    @Test
    void the_one_in_java_answers_each_command_once_also_after_a_kill() throws Exception {
        answersOnce(
                "jdbc:postgresql",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EXAMPLES.resolve("OwnWorker.java").toString()));
    }

    /** On Debian: python3-confluent-kafka, python3-psycopg2. */
    @Test
    void the_one_in_python_answers_each_command_once_also_after_a_kill() throws Exception {
        assumeTrue(
                runs(PYTHON, "-c", "import confluent_kafka, psycopg2"), "Python with what the example needs is there");
        answersOnce(
                "postgresql", List.of(PYTHON, EXAMPLES.resolve("own_worker.py").toString()));
    }

    private void answersOnce(String scheme, List<String> program) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0)) {
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of(kafka.bootstrapServers(), url(scheme, postgres)));
            createTopics(kafka);
            List<JsonNode> answered = new ArrayList<>(writeSamples(kafka, "first"));
            Process worker = start(command);
            try {
                awaitResults(kafka, answered);
            } finally {
                worker.destroyForcibly()
                        .onExit()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
            }
            answered.addAll(writeSamples(kafka, "second"));
            Process again = start(command);
            try {
                awaitResults(kafka, answered);
            } finally {
                again.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
            }
            List<ConsumerRecord<byte[], byte[]>> results = results(kafka);
            for (ConsumerRecord<byte[], byte[]> result : results) {
                ContractValidator.validate(Topics.RESULTS, result.key(), result.value(), headers(result));
            }
            assertThat(results.stream().map(OwnWorkerIT::commandId))
                    .containsExactlyInAnyOrderElementsOf(answered.stream()
                            .map(one -> one.path("commandId").asText())
                            .toList());
        }
    }

    /** As the driver of the language takes it. */
    private static String url(String scheme, EmbeddedPostgres16 postgres) {
        return scheme.startsWith("jdbc:")
                ? postgres.jdbcUrl() + "?user=" + EmbeddedPostgres16.USER + "&password=" + postgres.password()
                : postgres.url();
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("worker.log").toFile()))
                .start();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void createTopics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = Topics.defaults().publicTopics().stream()
                    .map(TopicSpec::name)
                    .map(name -> new NewTopic(name, 3, (short) 1))
                    .toList();
            admin.createTopics(topics).all().get(20, TimeUnit.SECONDS);
        }
    }

    /**
     * Garbage, and every command that there is a sample of, with ids of their own and wanted for a while yet.
     *
     * @return those that a worker that clears caches has to answer
     */
    private static List<JsonNode> writeSamples(EmbeddedKafka kafka, String round) throws Exception {
        List<JsonNode> toAnswer = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                Stream<Path> files = Files.list(SAMPLES)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("command-"))
                    .sorted()
                    .toList()) {
                ObjectNode command =
                        (ObjectNode) Json.MAPPER.readTree(file.toFile()).path("value");
                command.put("commandId", round + "-" + command.path("commandId").asText());
                command.put("deadline", "9999-01-01T00:00:00Z");
                byte[] key = command.path("tenantId").asText().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(Topics.COMMANDS, key, "no command".getBytes(StandardCharsets.UTF_8)))
                        .get(20, TimeUnit.SECONDS);
                producer.send(new ProducerRecord<>(Topics.COMMANDS, key, Json.MAPPER.writeValueAsBytes(command)))
                        .get(20, TimeUnit.SECONDS);
                if (command.path("type").asText().equals("CLEAR_CACHES")
                        && command.path("kind").asText().equals("ISSUE")) {
                    toAnswer.add(command);
                }
            }
        }
        assertThat(toAnswer).isNotEmpty();
        return toAnswer;
    }

    private void awaitResults(EmbeddedKafka kafka, List<JsonNode> commands) {
        await("results; see " + directory.resolve("worker.log"))
                .atMost(Testbed.PATIENCE)
                .until(() -> results(kafka).size() >= commands.size());
    }

    private static List<ConsumerRecord<byte[], byte[]>> results(EmbeddedKafka kafka) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.RESULTS).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }

    private static String commandId(ConsumerRecord<byte[], byte[]> result) {
        try {
            return Json.MAPPER.readTree(result.value()).path("commandId").asText();
        } catch (IOException e) {
            throw new AssertionError("validated before", e);
        }
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> result) {
        Map<String, String> headers = new HashMap<>();
        result.headers().forEach(one -> headers.put(one.key(), new String(one.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
