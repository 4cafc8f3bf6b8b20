package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the table of ACLs in docs/operations.md gives to each, and what it keeps from each. */
class EachRightIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<AllowedRow> ALLOWED =
            AllowedRow.in(Repository.here().text("docs/operations.md"));
    private static final List<String> USERS =
            ALLOWED.stream().map(AllowedRow::app).distinct().toList();

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(directory.resolve("kafka"), USERS);
        kafka.create(Topics.defaults().publicTopics());
        kafka.allow(ALLOWED.stream().flatMap(AllowedRow::acls).toList());
        await().atMost(PATIENCE).until(() -> refusal(KafkaPart.CONSOLE) == null);
        KafkaPart.send(kafka, "stream-app", Topics.ALERTS);
        KafkaPart.send(kafka, "stream-app", Topics.COMMANDS);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource
    void without_any_of_its_rights_a_part_is_refused(KafkaPart part) throws Exception {
        part.play(kafka);
        for (AllowedRow row : ALLOWED) {
            for (AclOperation right : row.app().equals(part.user()) ? row.operations() : List.<AclOperation>of()) {
                kafka.revoke(row.acl(right));
                await(row.text(right)).atMost(PATIENCE).until(() -> refusal(part) != null);
                kafka.allow(List.of(row.acl(right)));
                await(row.text(right)).atMost(PATIENCE).until(() -> refusal(part) == null);
            }
        }
    }

    /** @return null where all goes well */
    private static @Nullable Throwable refusal(KafkaPart part) throws Exception {
        try {
            part.play(kafka);
            return null;
        } catch (Exception e) {
            if (isRefusal(e)) {
                return e;
            }
            throw e;
        }
    }

    private static boolean isRefusal(@Nullable Throwable e) {
        return e != null && (e instanceof AuthorizationException || isRefusal(e.getCause()));
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
        mayWrite.put(Topics.ACTIONS, Set.of("console"));
        mayWrite.put(Topics.DEAD_LETTERS, Set.of("stream-app", "worker"));
        for (String topic : List.of(Topics.COMMANDS, Topics.ACTIONS, Topics.RESULTS)) {
            mayRead.put(topic, Set.of("stream-app", "console", "worker"));
        }
        mayRead.put(Topics.ALERTS, Set.of("stream-app", "console", "pager"));
        for (String topic : List.of(Topics.HEALTH, Topics.DEAD_LETTERS)) {
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
            KafkaPart.send(kafka, user, topic);
            return true;
        } catch (ExecutionException e) {
            assertThat(e).matches(EachRightIT::isRefusal);
            return false;
        }
    }

    private static boolean reads(String user, String topic) {
        Map<String, Object> properties = new HashMap<>(kafka.client(user));
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(KafkaPart.partitionsOf(consumer, topic));
            consumer.seekToBeginning(consumer.assignment());
            KafkaPart.readAll(consumer);
            return true;
        } catch (TopicAuthorizationException e) {
            return false;
        }
    }

    /** It decides what is to be done; that somebody agreed it must not be able to say. */
    @Test
    void an_approval_that_stream_app_forges_is_refused_by_the_broker() throws Exception {
        long before = actions();
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
        assertThat(actions()).isEqualTo(before);
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
                "somebody",
                Instant.parse("2026-03-10T12:00:00Z")));
    }

    private static long actions() {
        try (KafkaConsumer<String, String> consumer = KafkaPart.CONSOLE.consumer(kafka, Map.of())) {
            return consumer.endOffsets(KafkaPart.partitionsOf(consumer, Topics.ACTIONS)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
