package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cdc.CdcCommand;
import io.licensewatch.cdc.CdcSettings;
import io.licensewatch.cdc.PrepareSourceCommand;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.StreamApp;
import io.licensewatch.streams.StreamSettings;
import io.licensewatch.streams.StreamsCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what docs/operations.md allows, and nothing else, both apps and their consumers work. */
class LeastPrivilegeIT {
    private static final String PAGE = Repository.here().text("docs/operations.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void the_page_allows_enough_and_not_everything() throws Exception {
        List<AllowedRow> allowed = AllowedRow.in(PAGE);
        List<String> users = allowed.stream().map(AllowedRow::app).distinct().toList();
        assertThat(users).containsExactly("cdc", "stream-app", "administrator", "pager", "worker");
        try (EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                SecuredKafka kafka = new SecuredKafka(directory.resolve("kafka"), users)) {
            kafka.allow(allowed.stream().flatMap(AllowedRow::acls).toList());
            prepare(postgres);
            aWrongPasswordIsToldAndNotShown(kafka, postgres);
            try (Cdc cdc = cdc(kafka, postgres);
                    StreamApp streams = streams(kafka)) {
                List<HealthCheck> ready = Stream.concat(cdc.ready().stream(), streams.ready().stream())
                        .toList();
                await().atMost(PATIENCE)
                        .until(() ->
                                ready.stream().allMatch(check -> check.check().isUp()));
                assertThat(Stream.concat(ready.stream(), Stream.concat(cdc.live().stream(), streams.live().stream())))
                        .allMatch(check -> PAGE.contains("`" + check.name() + "`"));
                consumersWork(kafka);
                assertThat(reset(kafka)).as("while stream-app runs").isEqualTo(ExitCode.CHECKS_FAILED);
            }
            assertThat(reset(kafka)).isZero();
        }
    }

    private static void aWrongPasswordIsToldAndNotShown(SecuredKafka kafka, EmbeddedPostgres16 postgres) {
        Map<String, String> given = new HashMap<>(settings(kafka, postgres));
        given.put("licensewatch.kafka.sasl-password", "not-that-S3cret");
        StringWriter told = new StringWriter();
        int exitCode = CdcCommand.commandLine()
                .setOut(new PrintWriter(told))
                .setErr(new PrintWriter(told))
                .execute(given.entrySet().stream().map(LeastPrivilegeIT::flag).toArray(String[]::new));
        assertThat(told.toString())
                .contains("FAIL  kafka login: refuses us")
                .contains("licensewatch.kafka.sasl-username")
                .doesNotContain("S3cret");
        assertThat(exitCode).isEqualTo(ExitCode.LOGIN_REFUSED);
    }

    private static void consumersWork(SecuredKafka kafka) throws Exception {
        try (KafkaConsumer<String, String> pager = consumer(kafka, "pager", Topics.ALERTS)) {
            await().atMost(PATIENCE)
                    .until(() -> !pager.poll(Duration.ofMillis(200)).isEmpty());
            pager.commitSync();
        }
        try (KafkaConsumer<String, String> worker = consumer(kafka, "worker", Topics.COMMANDS)) {
            await().atMost(PATIENCE)
                    .until(() -> !worker.poll(Duration.ofMillis(200)).isEmpty());
        }
        send(kafka, "worker", Topics.RESULTS);

        assertThatThrownBy(() -> send(kafka, "worker", Topics.COMMANDS))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        try (KafkaConsumer<String, String> curious = consumer(kafka, "pager", Topics.COMMANDS)) {
            assertThatThrownBy(() -> {
                        while (curious.poll(PATIENCE).isEmpty()) {}
                    })
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static void prepare(EmbeddedPostgres16 postgres) throws Exception {
        try (Connection connection = postgres.connect()) {
            SampleDatabase.createIn(connection);
        }
        int exitCode = PrepareSourceCommand.commandLine()
                .execute("--apply", "--postgres-admin-url", postgres.url(), "--postgres-password", "watch");
        assertThat(exitCode).isZero();
    }

    private static Cdc cdc(SecuredKafka kafka, EmbeddedPostgres16 postgres) throws InterruptedException {
        return Cdc.start(
                CdcSettings.of(Settings.of(CdcSettings.all(), settings(kafka, postgres))),
                Cdc.Start.CONTINUE,
                new SimpleMeterRegistry(),
                LeastPrivilegeIT::failed);
    }

    private static Map<String, String> settings(SecuredKafka kafka, EmbeddedPostgres16 postgres) {
        Map<String, String> given = new HashMap<>(kafka.settings("cdc"));
        given.put("licensewatch.postgres.host", "127.0.0.1");
        given.put("licensewatch.postgres.port", Integer.toString(postgres.port()));
        given.put("licensewatch.postgres.database", EmbeddedPostgres16.DATABASE);
        given.put("licensewatch.postgres.password", "watch");
        return given;
    }

    private StreamApp streams(SecuredKafka kafka) throws Exception {
        Map<String, String> given = new HashMap<>(kafka.settings("stream-app"));
        given.put("licensewatch.streams.state-dir", directory.resolve("streams").toString());
        return StreamApp.start(
                Settings.of(StreamSettings.all(), given), new SimpleMeterRegistry(), LeastPrivilegeIT::failed);
    }

    private int reset(SecuredKafka kafka) {
        Map<String, String> given = new HashMap<>(kafka.settings("administrator"));
        given.put("licensewatch.streams.state-dir", directory.resolve("streams").toString());
        given.put("licensewatch.streams.session-timeout", "1s");
        return StreamsCommand.commandLine()
                .execute(Stream.concat(
                                Stream.of("reset", "--yes"),
                                given.entrySet().stream().map(LeastPrivilegeIT::flag))
                        .toArray(String[]::new));
    }

    private static String flag(Map.Entry<String, String> setting) {
        return "--" + setting.getKey().substring("licensewatch.".length()).replace('.', '-') + "=" + setting.getValue();
    }

    private static void failed(Throwable cause) {
        throw new AssertionError("an app has failed", cause);
    }

    private static KafkaConsumer<String, String> consumer(SecuredKafka kafka, String user, String topic) {
        Map<String, Object> properties = new HashMap<>(kafka.client(user));
        properties.put("group.id", user);
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("allow.auto.create.topics", false);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static void send(SecuredKafka kafka, String user, String topic)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.client(user), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "{}")).get();
        }
    }
}
