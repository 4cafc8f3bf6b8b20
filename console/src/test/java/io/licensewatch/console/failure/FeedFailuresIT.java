package io.licensewatch.console.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.console.Console;
import io.licensewatch.console.ConsoleCommand;
import io.licensewatch.console.feed.Feed;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.store.Database;
import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Replaced topics, an unavailable Kafka, and another Kafka cluster. */
class FeedFailuresIT {
    private static final Duration PATIENCE = ConsoleProcess.PATIENCE;
    private static final int SOME = 600;
    private static final List<String> WHAT_HOLDS_NOW =
            List.of("tenant", "tenant_search", "tenant_search_size", "alert", "health");

    @TempDir
    static Path shared;

    private static Kafka kafka;

    @TempDir
    Path directory;

    private static final Random random = new Random(7);
    private static final RandomRecords records = new RandomRecords(System.nanoTime());

    @BeforeAll
    static void start() throws Exception {
        kafka = new Kafka(shared);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private void write() {
        kafka.write(records, SOME, random);
        kafka.awaitEnds();
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static Console console(Path data) throws Exception {
        return Console.start(
                Settings.of(Console.settings(), kafka.settings(data)), new SimpleMeterRegistry(), failure -> {
                    throw new AssertionError("the console has failed", failure);
                });
    }

    private static Health ready(Console console) {
        return console.ready().get(0).check();
    }

    private static void awaitBuilt(Console console) {
        await("built").atMost(PATIENCE).until(() -> ready(console).isUp());
    }

    /** A read model that is built without interruptions. */
    private Map<String, List<String>> built() throws Exception {
        Path other = directory.resolve("other");
        try (Console console = console(other)) {
            awaitBuilt(console);
        }
        return Tables.of(other);
    }

    private void awaitEqual(Map<String, List<String>> expected) {
        await("what is built in one go").atMost(PATIENCE).untilAsserted(() -> {
            Map<String, List<String>> now = Tables.of(data());
            for (String table : WHAT_HOLDS_NOW) {
                assertThat(now.get(table)).as(table).containsExactlyElementsOf(expected.get(table));
            }
            for (String table : List.of("transition", "result", "verdict", "action", "dead_letter")) {
                assertThat(now.get(table)).as(table).containsAll(expected.get(table));
            }
        });
    }

    @Test
    void recreated_topics_are_read_again_even_while_the_console_runs() throws Exception {
        write();
        try (Console console = console(data())) {
            awaitBuilt(console);
            kafka.createAgain(Topics.TENANTS, Topics.ALERTS_CURRENT, Topics.DEAD_LETTERS, Topics.RESULTS);
            write();
            write(); // more than there was before, so that no offset is out of range
            awaitEqual(built());
        }
        kafka.createAgain(Topics.TENANTS, Topics.ALERTS_CURRENT, Topics.HEALTH);
        write();
        Map<String, List<String>> expected = built();
        try (Console console = console(data())) {
            awaitEqual(expected);
            awaitBuilt(console);
        }
    }

    @Test
    void records_that_were_deleted_before_they_were_read_are_a_gap() throws Exception {
        write();
        try (Console console = console(data())) {
            awaitBuilt(console);
        }
        assertThat(Tables.of(data()).get("gap")).isEmpty();
        write();
        kafka.deleteRecords(Topics.RESULTS, -1);
        write();

        try (Console console = console(data())) {
            awaitBuilt(console);
            assertThat(Tables.of(data()).get("gap")).isNotEmpty().allMatch(gap -> gap.startsWith(Topics.RESULTS));
            awaitEqual(built());
        }
    }

    @Test
    void an_unavailable_kafka_is_reported_and_reading_continues_later() throws Exception {
        write();
        Settings settings = Settings.of(Console.settings(), kafka.settings(data()));
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(later.get());
        try (Database database = Database.open(data());
                Feed feed = Feed.start(
                        settings,
                        Duration.ofDays(1),
                        database.writer(),
                        clock.withZone(ZoneOffset.UTC),
                        changes -> {},
                        failure -> {})) {
            await("built").atMost(PATIENCE).until(() -> feed.ready().isUp());
            kafka.stop();
            await("trouble").atMost(PATIENCE).until(() -> feed.status().trouble() != null);
            later.set(FeedStatus.SILENCE);
            assertThat(feed.ready().isUp()).isFalse();
            assertThat(feed.ready().detail()).contains("Kafka does not answer");
            assertThat(feed.live().isUp()).isTrue();
            kafka.startAgain();
            await("current again").atMost(PATIENCE).until(() -> feed.ready().isUp());
            write();
            awaitEqual(built());
        }
    }

    @Test
    void an_added_partition_that_is_not_read_is_reported() throws Exception {
        try (Kafka other = new Kafka(directory.resolve("kafka"));
                Console console = Console.start(
                        Settings.of(Console.settings(), other.settings(data())),
                        new SimpleMeterRegistry(),
                        failure -> {})) {
            awaitBuilt(console);
            other.addPartition(Topics.ALERTS);
            await("not ready").atMost(PATIENCE).until(() -> !ready(console).isUp());
            assertThat(ready(console).detail()).contains(Topics.ALERTS, "4 partitions");
        }
    }

    @Test
    void a_directory_of_another_kafka_or_in_use_is_rejected() throws Exception {
        write();
        try (Console console = console(data())) {
            awaitBuilt(console);
            assertThat(run(kafka.settings(data()))).contains("exit " + ExitCode.CHECKS_FAILED, "another console uses");
        }
        try (Kafka other = new Kafka(directory.resolve("kafka"))) {
            assertThat(run(other.settings(data()))).contains("exit " + ExitCode.CHECKS_FAILED);
        }
    }

    private static String run(Map<String, String> settings) {
        StringWriter said = new StringWriter();
        CommandLine line = ConsoleCommand.commandLine().setErr(new PrintWriter(said));
        int exitCode = line.execute(settings.entrySet().stream()
                .flatMap(one -> Stream.of("--"
                        + one.getKey().substring("licensewatch.".length()).replace('.', '-') + "=" + one.getValue()))
                .toArray(String[]::new));
        return "exit " + exitCode + " " + said;
    }
}
