package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.local.deployment.PersonAtTerminal.Answer;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table of ACLs in docs/operations.md gives to each, and what it keeps from each. */
class EachRightIT {
    private static final List<AllowedRow> ALLOWED =
            AllowedRow.in(Repository.here().text("docs/operations.md"));
    private static final List<String> USERS =
            ALLOWED.stream().map(AllowedRow::app).distinct().toList();

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;
    private static EmbeddedPostgres16 postgres;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(directory.resolve("kafka"), USERS);
        kafka.create(Topics.defaults().publicTopics());
        kafka.allow(ALLOWED.stream().flatMap(AllowedRow::acls).toList());
        postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
        try (Connection connection = postgres.connect()) {
            SampleDatabase.createIn(connection);
        }
        as("stream-app").send(Topics.ALERTS);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        postgres.close();
    }

    private static PlainClient as(String user) {
        return new PlainClient(kafka, user);
    }

    /** The process itself. */
    @Test
    void without_any_of_its_rights_the_worker_ends_and_says_which() throws Exception {
        try (WorkerTrial trial = new WorkerTrial(kafka, ActingWorker.preparedIn(postgres, kafka))) {
            needsEachRight("worker", trial::refusal);
        }
    }

    /** The process itself. */
    @Test
    void without_any_of_its_rights_a_person_at_a_terminal_reads_which() throws Exception {
        PersonAtTerminal person = new PersonAtTerminal(kafka, "console");
        BiPredicate<AllowedRow, AclOperation> ofAPersonToo = (row, right) ->
                !row.name().matches(".*\\.(frontier|snapshot)") && right != AclOperation.DESCRIBE_CONFIGS;
        needsEachRight("console", ofAPersonToo, () -> {
            Answer answer = person.licensewatch("request", "clear-caches", "--no-wait");
            return answer.exitCode() == ExitCode.OK ? Optional.empty() : Optional.of(answer.text());
        });
    }

    /** Somebody else's program: a plain client. */
    @Test
    void without_any_of_its_rights_a_pager_is_refused() throws Exception {
        needsEachRight("pager", () -> {
            try {
                as("pager").consume(Topics.ALERTS, "pager");
                return Optional.empty();
            } catch (AuthorizationException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
    }

    /** What was refused, in words; empty where all goes well. */
    private interface Trial {
        Optional<String> refusal() throws Exception;
    }

    private static void needsEachRight(String user, Trial trial) throws Exception {
        needsEachRight(user, (row, right) -> true, trial);
    }

    private static void needsEachRight(String user, BiPredicate<AllowedRow, AclOperation> rights, Trial trial)
            throws Exception {
        assertThat(trial.refusal()).as(user).isEmpty();
        for (AllowedRow row : ALLOWED) {
            for (AclOperation right : row.app().equals(user) ? row.operations() : List.<AclOperation>of()) {
                if (!rights.test(row, right)) {
                    continue;
                }
                kafka.revoke(row.acl(right));
                assertThat(trial.refusal())
                        .as("without " + row.text(right))
                        .hasValueSatisfying(words -> assertThat(words)
                                .contains(
                                        row.type() == ResourceType.TRANSACTIONAL_ID ? "Transactional Id" : row.name()));
                kafka.allow(List.of(row.acl(right)));
            }
        }
        assertThat(trial.refusal()).as(user + " with all of its rights again").isEmpty();
    }

    @Test
    void each_public_topic_has_the_writers_and_readers_that_it_should() throws Exception {
        Set<String> readers = Set.of("stream-app", "console");
        Map<String, Set<String>> mayWrite = new HashMap<>();
        Map<String, Set<String>> mayRead = new HashMap<>();
        for (TopicSpec topic : Topics.defaults().publicTopics()) {
            mayWrite.put(topic.name(), Set.of("stream-app"));
            mayRead.put(topic.name(), readers);
        }
        mayWrite.put(Topics.RESULTS, Set.of("worker"));
        mayWrite.put(Topics.PAUSES, Set.of("worker"));
        mayWrite.put(Topics.ACTIONS, Set.of("console"));
        mayWrite.put(Topics.DEAD_LETTERS, Set.of("stream-app", "worker"));
        for (String topic : List.of(Topics.COMMANDS, Topics.ACTIONS, Topics.RESULTS)) {
            mayRead.put(topic, Set.of("stream-app", "console", "worker"));
        }
        mayRead.put(Topics.ALERTS, Set.of("stream-app", "console", "pager"));
        for (String topic : List.of(Topics.HEALTH, Topics.PAUSES, Topics.DEAD_LETTERS)) {
            mayRead.put(topic, Set.of("console"));
        }

        for (TopicSpec topic : Topics.defaults().publicTopics()) {
            Set<String> writers = new TreeSet<>();
            Set<String> readersFound = new TreeSet<>();
            for (String user : USERS) {
                if (writes(user, topic.name())) {
                    writers.add(user);
                }
                if (reads(user, topic.name())) {
                    readersFound.add(user);
                }
            }
            assertThat(writers).as("who writes %s", topic.name()).isEqualTo(mayWrite.get(topic.name()));
            assertThat(readersFound).as("who reads %s", topic.name()).isEqualTo(mayRead.get(topic.name()));
        }
    }

    private static boolean writes(String user, String topic) throws InterruptedException {
        try {
            as(user).send(topic);
            return true;
        } catch (ExecutionException e) {
            assertThat(e).matches(PlainClient::isRefusal);
            return false;
        }
    }

    private static boolean reads(String user, String topic) {
        try {
            as(user).read(topic);
            return true;
        } catch (TopicAuthorizationException e) {
            return false;
        }
    }

    /** It decides what is to be done; that somebody agreed it must not be able to say. */
    @Test
    void an_approval_that_stream_app_forges_is_refused_by_the_broker() throws Exception {
        long before = as("console").end(Topics.ACTIONS);
        for (String forger : List.of("stream-app", "worker", "cdc")) {
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(kafka.client(forger), new ByteArraySerializer(), new ByteArraySerializer())) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(
                                        Topics.ACTIONS, "t-1".getBytes(StandardCharsets.UTF_8), approval()))
                                .get())
                        .as(forger)
                        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        assertThat(as("console").end(Topics.ACTIONS)).isEqualTo(before);
    }

    private static byte[] approval() {
        return JsonCodec.ACTION.encode(new OperatorAction(
                "a-1",
                ActionKind.APPROVE,
                "t-1",
                "51d3a7c900008761",
                "0".repeat(64),
                null,
                null,
                null,
                "somebody",
                Instant.parse("2026-03-10T12:00:00Z")));
    }
}
