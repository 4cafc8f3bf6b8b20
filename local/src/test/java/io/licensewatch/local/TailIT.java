package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cli.TailCommand;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TailIT {
    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, 0);
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(Topics.COMMANDS, 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        write("first", true);
        write("taken back", false);
        write("second", true);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static void write(String key, boolean commit) throws ExecutionException, InterruptedException {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "writer-of-" + key);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            ProducerRecord<String, String> record =
                    new ProducerRecord<>(Topics.COMMANDS, key, "{\"of\":\"" + key + "\"}");
            record.headers().add("tenant", key.getBytes(StandardCharsets.UTF_8));
            Future<RecordMetadata> sent = producer.send(record);
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
            assertThat(sent.get().hasOffset()).isTrue();
        }
    }

    @Test
    void only_committed_records_are_shown_as_one_json_object_each() {
        assertThat(tail("commands", "--from-beginning", "--json", "--idle-exit", "1"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"topic\":\"licensing.remediation.commands.v1\",\"partition\":"))
                .anyMatch(line -> line.contains("\"value\":{\"of\":\"first\"}"))
                .noneMatch(line -> line.contains("taken back"));
    }

    @Test
    void a_tenant_s_records_alone() {
        assertThat(tail("commands", "--from-beginning", "--tenant", "second", "--idle-exit", "1"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).singleElement().asString().contains("second");
    }

    @Test
    void without_from_beginning_only_what_comes_from_now_on() {
        assertThat(tail(Topics.COMMANDS, "--idle-exit", "1")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_topic_that_does_not_exist_is_told_with_those_that_do() {
        assertThat(tail("alerts")).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains(Topics.ALERTS + " does not exist", Topics.COMMANDS);
    }

    private int tail(String... arguments) {
        CommandLine line =
                TailCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--bootstrap";
        all[arguments.length + 1] = kafka.bootstrapServers();
        return line.execute(all);
    }
}
