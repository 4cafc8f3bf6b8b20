package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.CheckpointTopic;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.SwallowingProxy;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.embedded.Listener;
import io.licensewatch.embedded.Ports;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cdc does when what it stands on goes away for a while. */
class FailuresIT {
    /** On one of the ways to Kafka. */
    @SuppressWarnings("NullAway.Init") // before the testbed starts
    static SwallowingProxy beforeKafka;

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed(FailuresIT::proxied);

    private static List<Listener> proxied() throws IOException {
        int port = Ports.free();
        beforeKafka = new SwallowingProxy(port);
        return List.of(new Listener("proxied", "PLAINTEXT", port, beforeKafka.port(), Map.of()));
    }

    @AfterAll
    static void stop() {
        beforeKafka.close();
    }

    @Test
    void the_feed_waits_for_a_stopped_broker_and_neither_loses_nor_repeats_rows() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 3000)");
            testbed.kafka().stop();
            source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 3000)");
            testbed.kafka().startAgain();
            testbed.awaitFrontier(source);
            assertThat(cdc.state()).isEqualTo(FeedState.STREAMING);
        }
        assertSameAndOnce(source);
    }

    @Test
    void it_stops_within_five_seconds_even_without_answers_of_the_broker() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Cdc cdc = testbed.cdc(
                source,
                Cdc.Start.CONTINUE,
                Map.of("licensewatch.kafka.bootstrap-servers", "127.0.0.1:" + beforeKafka.port()));
        awaitStreaming(cdc);
        beforeKafka.swallowAll();
        assertStopsInTimeThoughABatchWaits(source, cdc);
        beforeKafka.restore();

        Cdc again = testbed.cdc(source);
        awaitStreaming(again);
        testbed.kafka().stop();
        try {
            assertStopsInTimeThoughABatchWaits(source, again);
        } finally {
            testbed.kafka().startAgain();
        }
        try (Cdc last = testbed.cdc(source)) {
            awaitStreaming(last);
            testbed.awaitFrontier(source);
        }
        assertSameAndOnce(source);
    }

    /** As when a broker is stopped after it has answered a commit and before it has marked it. */
    @Test
    void a_progress_that_cannot_be_read_yet_is_waited_for() throws Exception {
        Topics topics = new Topics("unmarked", 1);
        String topic = topics.checkpoint();
        CheckpointTopic written = new CheckpointTopic(
                () -> Map.of("bootstrap.servers", testbed.kafka().bootstrapServers()), topics);
        Checkpoint before = new Checkpoint("s", "7/app", 1, true, Instant.EPOCH, 0, null, "0/10");
        Checkpoint after = new Checkpoint("s", "7/app", 1, true, Instant.EPOCH, 0, null, "0/20");
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try (KafkaProducer<byte[], byte[]> producer = testbed.kafka().transactions(topic)) {
            commit(producer, topic, before);
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, after.key(), after.encode()))
                    .get();
            assertThat(written.read("s")).contains(before);
            Future<Optional<Checkpoint>> settled = elsewhere.submit(() -> {
                written.awaitSettled();
                return written.read("s");
            });
            assertThat(written.read("s")).contains(before);
            assertThat(settled).isNotDone();
            producer.commitTransaction();
            assertThat(settled.get(30, TimeUnit.SECONDS)).contains(after);
        } finally {
            elsewhere.shutdownNow();
        }
    }

    private static void commit(KafkaProducer<byte[], byte[]> producer, String topic, Checkpoint checkpoint)
            throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, checkpoint.key(), checkpoint.encode()))
                .get();
        producer.commitTransaction();
    }

    /** While it tries to write. */
    private static void assertStopsInTimeThoughABatchWaits(Source source, Cdc cdc) throws Exception {
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 100)");
        await().atMost(PATIENCE).until(FailuresIT::someThreadWaitsForTheBroker);
        testbed.assertStopsInTime(source, cdc);
    }

    @Test
    void a_broken_connection_to_postgres_is_made_again() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            for (int round = 0; round < 3; round++) {
                source.execute(
                        "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 500)");
                source.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                        + source.database() + "' AND active");
                source.execute("UPDATE user_roles SET is_active = NOT is_active");
                await().atMost(PATIENCE)
                        .until(() -> testbed.slotIsActive(source) && cdc.state() == FeedState.STREAMING);
            }
            testbed.awaitFrontier(source);
        }
        assertSameAndOnce(source);
    }

    @Test
    void a_dead_connection_that_is_not_closed_is_detected_and_replaced() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        String url = testbed.settingsOf(source).getOrDefault("licensewatch.postgres.url", "");
        int port = URI.create(url).getPort();
        try (SwallowingProxy proxy = new SwallowingProxy(port);
                Cdc cdc = testbed.cdc(
                        source,
                        Cdc.Start.CONTINUE,
                        Map.of(
                                "licensewatch.postgres.url",
                                url.replace(":" + port, ":" + proxy.port()),
                                "licensewatch.cdc.silence-limit",
                                "2s"))) {
            awaitStreaming(cdc);
            source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 500)");
            testbed.awaitFrontier(source);
            proxy.swallow();
            source.execute("UPDATE user_roles SET is_active = NOT is_active");
            await("it is noticed").atMost(PATIENCE).until(() -> cdc.state() == FeedState.RETRYING);
            testbed.awaitFrontier(source);
        }
        assertSameAndOnce(source);
    }

    @Test
    void a_reset_replica_identity_ends_the_feed_with_the_statement_that_fixes_it() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 10)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("ALTER TABLE user_roles REPLICA IDENTITY DEFAULT", "DELETE FROM user_roles");
            await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
            assertThat(cdc.live()).singleElement().satisfies(check -> {
                assertThat(check.check().isUp()).isFalse();
                assertThat(check.check().detail()).contains("ALTER TABLE public.user_roles REPLICA IDENTITY FULL;");
            });
        }
        assertThat(testbed.written(source).rows("user_roles", "tenant_id")).hasSize(10);
    }

    private static boolean someThreadWaitsForTheBroker() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith(".KafkaSink"));
    }

    private static void assertSameAndOnce(Source source) throws Exception {
        Written written = testbed.written(source);
        assertThat(written.rows("user_roles", "is_active"))
                .isNotEmpty()
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
        assertThat(written.changes("user_roles"))
                .extracting(change -> change.key() + change.op() + change.position())
                .doesNotHaveDuplicates();
    }
}
