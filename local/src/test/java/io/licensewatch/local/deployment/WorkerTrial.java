package io.licensewatch.local.deployment;

import static org.awaitility.Awaitility.await;

import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.process.KafkaFault;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A worker that has all kinds of work: a command, a record that is none, and offsets that are lost. */
final class WorkerTrial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GROUP = "licensewatch-worker";
    private static final String TENANT = "5f0c7c1e-3a52-4b7e-9d53-0a4d1c0b7a11";

    private final SecuredKafka kafka;
    private final ActingWorker acting;
    private final CommittedRecords published;
    private final List<String> results = new ArrayList<>();
    private long letters;
    private int trials;

    WorkerTrial(SecuredKafka kafka, ActingWorker acting) throws Exception {
        this.kafka = kafka;
        this.acting = acting;
        this.published =
                CommittedRecords.follow(kafka.client("console"), List.of(Topics.RESULTS, Topics.DEAD_LETTERS), true);
        new PlainClient(kafka, "console").send(Topics.ACTIONS);
    }

    /** What ended it; empty where it has done its work. */
    Optional<String> refusal() throws Exception {
        kafka.forget(GROUP); // it takes everything again, and reads from the results how far they are published
        String id = "trial-" + ++trials;
        new PlainClient(kafka, "stream-app")
                .send(
                        Topics.COMMANDS,
                        TENANT,
                        new String(JsonCodec.COMMAND.encode(command(id)), StandardCharsets.UTF_8));
        long before = letters();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (Worker worker = acting.start(end::complete)) {
            await(id).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                read();
                return end.isDone() || (isAnswered(id) && letters > before && isReady(worker));
            });
        } catch (KafkaFault e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return end.isDone() ? Optional.of(String.valueOf(end.join().getMessage())) : Optional.empty();
    }

    private long letters() {
        read();
        return letters;
    }

    private void read() {
        published.poll(Duration.ofMillis(50)).forEach(record -> {
            if (record.topic().equals(Topics.DEAD_LETTERS)) {
                letters++;
            } else {
                results.add(String.valueOf(record.value()));
            }
        });
    }

    private boolean isAnswered(String id) {
        return results.stream().anyMatch(result -> result.contains("\"" + id + "\""));
    }

    private static boolean isReady(Worker worker) {
        return worker.ready().stream().map(HealthCheck::check).allMatch(health -> health.isUp());
    }

    private static RemediationCommand command(String id) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new RemediationCommand(
                id,
                CommandKind.ISSUE,
                CommandType.MARK_ONBOARDING_COMPLETE,
                TENANT,
                "onboarding",
                Map.of(),
                "alert-" + id,
                "alert-" + id + ":1:1",
                "Do it.",
                CommandMode.AUTO,
                List.of(),
                1,
                now,
                now.plus(Duration.ofHours(6)),
                Map.of(),
                null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                0,
                null,
                null,
                1,
                CommandOrigin.RULE);
    }

    @Override
    public void close() {
        published.close();
    }
}
