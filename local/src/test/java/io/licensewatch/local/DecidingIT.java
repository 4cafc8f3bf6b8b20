package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.Topics;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal, a real broker, and records that this test writes where stream-app and a worker would. */
class DecidingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PLAN = "9d1c6a0f3be84d27";

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String tenant = "tenant-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of(
                                    Topics.COMMANDS,
                                    Topics.RESULTS,
                                    Topics.VERDICTS,
                                    Topics.ACTIONS,
                                    Topics.ALERTS_CURRENT,
                                    Topics.TENANTS)
                            .map(name -> new NewTopic(name, 2, (short) 1))
                            .toList())
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void commands_are_listed_with_what_they_wait_for() throws Exception {
        issue();
        write("remediation-result-awaiting-approval", Map.of(), true);

        assertThat(licensewatch("commands", "--waiting", "--tenant", tenant)).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(tenant, "AWAITING_APPROVAL", "approval");
        assertThat(licensewatch("commands", "--tenant", "nobody")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("no commands");
    }

    @Test
    void what_a_failed_transaction_left_is_not_seen() throws Exception {
        issue();
        write("remediation-result-awaiting-approval", Map.of(), false);

        assertThat(licensewatch("commands", "--tenant", tenant, "--json")).isEqualTo(ExitCode.OK);
        JsonNode command = Json.MAPPER.readTree(out.toString());
        assertThat(command.path("state").asText()).isEqualTo("SENT");
        assertThat(command.path("commandId").asText()).isEqualTo(id);
    }

    @Test
    void a_command_is_printed_by_the_beginning_of_its_id() throws Exception {
        issue();

        assertThat(licensewatch("command", id.substring(0, 20))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("command " + id, "Frees at most 11 seats");
        assertThat(licensewatch("command", "no-such-id")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("no command begins with 'no-such-id'", "licensewatch commands");
    }

    @Test
    void an_approval_is_written_once_and_followed_to_its_end() throws Exception {
        issue();
        write("remediation-result-awaiting-approval", Map.of(), true);
        CompletableFuture<OperatorAction> worker = CompletableFuture.supplyAsync(this::workOnApproval);

        assertThat(licensewatch("approve", id, "--plan", PLAN, "--by", "maria")).isEqualTo(ExitCode.OK);

        OperatorAction approval = worker.get(30, TimeUnit.SECONDS);
        assertThat(approval.kind()).isEqualTo(ActionKind.APPROVE);
        assertThat(approval.planHash()).isEqualTo(PLAN);
        assertThat(approval.by()).isEqualTo("maria");
        assertThat(out.toString())
                .containsSubsequence(
                        "Frees at most 11 seats", "Approved plan " + PLAN + " by maria", "APPROVED", "APPLIED  4 rows");
        assertThat(actions()).hasSize(1);
        assertThat(licensewatch("approve", id)).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("is APPLIED");
    }

    @Test
    void another_plan_than_the_one_that_was_read_writes_nothing() throws Exception {
        issue();
        write("remediation-result-awaiting-approval", Map.of(), true);

        assertThat(licensewatch("approve", id, "--plan", "of-yesterday")).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("is " + PLAN + " now, not of-yesterday");
        assertThat(actions()).isEmpty();
    }

    @Test
    void a_rejection_has_a_reason() throws Exception {
        issue();
        write("remediation-result-awaiting-approval", Map.of(), true);

        assertThat(licensewatch("reject", id)).isEqualTo(ExitCode.USAGE);
        assertThat(licensewatch("reject", id, "--reason", " ")).isEqualTo(ExitCode.USAGE);
        assertThat(actions()).isEmpty();
        assertThat(licensewatch("reject", id, "--reason", "they bought seats", "--no-wait"))
                .isEqualTo(ExitCode.OK);
        assertThat(actions()).singleElement().satisfies(action -> {
            assertThat(action.kind()).isEqualTo(ActionKind.REJECT);
            assertThat(action.reason()).isEqualTo("they bought seats");
        });
    }

    @Test
    void a_request_is_for_a_tenant_that_exists() throws Exception {
        assertThat(licensewatch("request", "rerun-onboarding-step", "--tenant", tenant, "--step", "payment"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("there is no tenant '" + tenant + "'");
        assertThat(actions()).isEmpty();

        send(new ProducerRecord<>(Topics.TENANTS, bytes(tenant), bytes("{}")), true);
        assertThat(licensewatch(
                        "request", "rerun-onboarding-step", "--tenant", tenant, "--step", "payment", "--no-wait"))
                .isEqualTo(ExitCode.OK);
        assertThat(actions())
                .singleElement()
                .satisfies(action -> assertThat(action.request()).isNotNull());
        assertThat(licensewatch("request", "upgrade-seats", "--tenant", tenant)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("upgrade-seats cannot be requested", "seat-utilization");
    }

    private void issue() throws Exception {
        Instant now = Instant.now();
        write(
                "command-deactivate-inactive-users",
                Map.of(
                        "issuedAt",
                        now.toString(),
                        "deadline",
                        now.plus(Duration.ofDays(7)).toString()),
                true);
    }

    /** As a worker would, after its plan. */
    private OperatorAction workOnApproval() {
        try {
            List<OperatorAction> came = new ArrayList<>();
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                Instant start = Instant.now();
                while (came.isEmpty() && Instant.now().isBefore(start.plus(PATIENCE))) {
                    for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                        came.addAll(ours(read));
                    }
                }
            }
            write("remediation-result-approved", Map.of(), true);
            write("remediation-result-applied", Map.of(), true);
            return came.get(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A sample as a record about this test's command. */
    private void write(String sample, Map<String, Object> changes, boolean commit) throws Exception {
        JsonNode json = sample(sample);
        ObjectNode value = json.path("value").deepCopy();
        value.put("tenantId", tenant);
        value.put("commandId", id);
        if (value.has("resultId")) {
            value.put("resultId", value.path("resultId").asText().replaceFirst(".*:", id + ":"));
        }
        changes.forEach((field, other) -> value.set(field, Json.MAPPER.valueToTree(other)));
        send(new ProducerRecord<>(json.path("topic").asText(), bytes(tenant), bytes(value.toString())), commit);
    }

    private static JsonNode sample(String name) throws Exception {
        String resource = "/io/licensewatch/schemas/samples/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(DecidingIT.class.getResourceAsStream(resource), resource)) {
            return Json.MAPPER.readTree(in);
        }
    }

    private static void send(ProducerRecord<byte[], byte[]> record, boolean commit) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                UUID.randomUUID().toString());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            assertThat(producer.send(record).get().hasOffset()).isTrue();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /** What was decided about this test's tenant; each keeps its contract. */
    private List<OperatorAction> actions() throws Exception {
        List<OperatorAction> actions = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                    actions.addAll(ours(read));
                }
            }
        }
        return actions;
    }

    private List<OperatorAction> ours(ConsumerRecord<byte[], byte[]> read) throws Exception {
        Map<String, String> headers = new HashMap<>();
        read.headers().forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        ContractValidator.validate(read.topic(), read.key(), read.value(), headers);
        OperatorAction action = JsonCodec.ACTION.decode(read.value());
        return action.tenantId().equals(tenant) ? List.of(action) : List.of();
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topics.ACTIONS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int licensewatch(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--bootstrap";
        all[arguments.length + 1] = kafka.bootstrapServers();
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }
}
