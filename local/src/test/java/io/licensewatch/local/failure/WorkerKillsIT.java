package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.Testbed;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the worker in random places: between Postgres and Kafka, within a Kafka transaction, within a statement, while
 * a webhook waits for its answer. Each effect is there once, as a trigger in Postgres counts, and each result, as a reader of
 * committed records sees it. What has left the process no transaction takes back: each mail and each webhook is sent at least
 * once, always the same under one id, so that its receiver knows a repetition.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; {@code -Dlicensewatch.long} has more commands, kills and outages.
 */
class WorkerKillsIT {
    private static final int COMMANDS = Rig.LONG ? 500 : 60;
    private static final int A_ROUND = Rig.LONG ? 12 : 6;
    /** Every so many rounds Postgres or Kafka goes away as well, and a second worker comes. */
    private static final int OUTAGE_EACH = Rig.LONG ? 7 : 5;

    private static final int ROUNDS = (COMMANDS + A_ROUND - 1) / A_ROUND;

    private static final List<String> JVM = List.of("-Xmx256m");

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private int starts;
    private int kills;
    private int outages;
    private int rounds;

    @Test
    void each_effect_and_each_result_is_there_once_however_often_the_worker_is_killed() throws Exception {
        System.out.printf("worker kills: seed %d, logs in target/failure%n", seed);
        try (Outside outside = new Outside();
                WorkerBed bed = new WorkerBed(directory, COMMANDS + ROUNDS);
                PublishedPauses pauses = new PublishedPauses(bed);
                PublishedResults results = new PublishedResults(bed, result -> approve(bed, result))) {
            AppProcess worker = start(bed, outside, "kept");
            for (int next = 0, round = 1; next < COMMANDS; round++) {
                long before = history(bed);
                int sent = Math.min(A_ROUND, COMMANDS - next);
                for (int i = 0; i < sent; i++, next++) {
                    bed.send(WorkerBed.complete(next, next % 3 == 1 ? CommandMode.APPROVE : CommandMode.AUTO));
                }
                if (rounds % 3 == 1) {
                    outside.hold();
                }
                outsideOfRound(bed, rounds++);
                awaitPlace(bed, outside, results, before, sent);
                worker.kill();
                kills++;
                outside.release();
                bed.timePassesForWhatWasSent();
                if (round % OUTAGE_EACH == 0) {
                    worker = outage(bed, outside, results, round / OUTAGE_EACH);
                } else {
                    worker = start(bed, outside, "kept");
                }
            }
            awaitEnd(bed, results);
            pauses.await("seed " + seed + ": nothing is paused", List::isEmpty);
            assertThat(worker.stop()).as("exit code").isZero();
            check(bed, outside, results);
        }
    }

    /** A webhook and a mail, under way among the others. */
    private static void outsideOfRound(WorkerBed bed, int round) {
        bed.send(WorkerBed.rerun(COMMANDS + round)); // of a tenant whose onboarding nobody completes
        bed.send(WorkerBed.notify(COMMANDS + round));
        // Of a tenant that has no commands: what counts is that each is taken once, and in order.
        bed.pause("pause-" + round, ActionKind.PAUSE, WorkerBed.tenant(-1));
        bed.pause("resume-" + round, ActionKind.RESUME, WorkerBed.tenant(-1));
    }

    /** All that were sent. */
    private Stream<String> commands() {
        return Stream.of(
                        IntStream.range(0, COMMANDS).mapToObj(i -> "complete-" + i),
                        IntStream.range(COMMANDS, COMMANDS + rounds).mapToObj(i -> "rerun-" + i),
                        IntStream.range(COMMANDS, COMMANDS + rounds).mapToObj(i -> "notify-" + i))
                .flatMap(ids -> ids);
    }

    private Set<String> ids(String kind) {
        return commands().filter(id -> id.startsWith(kind)).collect(Collectors.toSet());
    }

    /** Somewhere within the work of a round: by what Postgres has, or by what Kafka has, committed or not. */
    private void awaitPlace(WorkerBed bed, Outside outside, PublishedResults results, long before, int sent)
            throws Exception {
        results.read();
        if (rounds % 3 == 2) {
            outside.awaitHeld(Testbed.PATIENCE);
        } else if (random.nextBoolean()) {
            long target = before + 1 + random.nextInt(2 * sent);
            await("seed " + seed + ": a place in the history")
                    .atMost(Testbed.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> history(bed) >= target);
        } else {
            try (Traffic traffic = new Traffic(bed.bootstrapServers(), List.of(Topics.RESULTS))) {
                if (history(bed) < before + 2L * sent) {
                    traffic.await(1);
                }
            }
        }
    }

    /** The worker that comes finds one of the two away, or another worker beside it. */
    private AppProcess outage(WorkerBed bed, Outside outside, PublishedResults results, int which) throws Exception {
        outages++;
        switch (which % 3) {
            case 1 -> {
                AppProcess worker = start(bed, outside, "kept");
                worker.awaitWord("to=\"WORKING\"");
                bed.stopPostgres();
                worker.awaitWord("to=\"POSTGRES_AWAY\"");
                bed.startPostgres();
                return worker;
            }
            case 2 -> {
                AppProcess worker = start(bed, outside, "kept");
                worker.awaitWord("to=\"WORKING\"");
                bed.stopKafka();
                bed.startKafka();
                return worker;
            }
            default -> {
                AppProcess second = start(bed, outside, "second");
                AppProcess worker = start(bed, outside, "kept");
                worker.awaitWord("to=\"WORKING\"");
                results.read();
                second.kill();
                kills++;
                return worker;
            }
        }
    }

    private AppProcess start(WorkerBed bed, Outside outside, String instance) throws IOException {
        Map<String, String> settings = new HashMap<>(bed.settings());
        settings.putAll(outside.settings());
        settings.put("licensewatch.worker.instance-id", instance);
        settings.put("licensewatch.http.port", "-1");
        Path log = Path.of("target", "failure", "worker-" + seed + "-" + starts++ + "-" + instance + ".log");
        return AppProcess.start(AppProcess.WORKER, JVM, settings, log);
    }

    private static long history(WorkerBed bed) throws Exception {
        return Long.parseLong(bed.ask("SELECT count(*) FROM licensewatch.ledger_history"));
    }

    private static void approve(WorkerBed bed, RemediationResult result) {
        if (result.state() == CommandState.AWAITING_APPROVAL) {
            bed.approve(result, "ada");
        }
    }

    private void awaitEnd(WorkerBed bed, PublishedResults results) {
        await("seed " + seed + ": every command is APPLIED")
                .atMost(Testbed.PATIENCE)
                .until(() -> {
                    bed.timePassesForWhatWasSent();
                    results.read();
                    return commands().allMatch(id -> results.states(id).contains(CommandState.APPLIED));
                });
    }

    private void check(WorkerBed bed, Outside outside, PublishedResults results) throws Exception {
        results.read();
        results.comeOnce("seed " + seed);
        assertThat(bed.ask("SELECT count(*) || ' of ' || count(DISTINCT tenant_id) FROM effects"))
                .as("seed %d: effects, of tenants", seed)
                .isEqualTo(COMMANDS + " of " + COMMANDS);
        assertThat(commands())
                .as("seed %d: APPLIED once", seed)
                .allMatch(id -> results.states(id).stream()
                                .filter(CommandState.APPLIED::equals)
                                .count()
                        == 1);
        assertThat(bed.ask("SELECT count(*) || ' of ' || count(DISTINCT action_id) FROM licensewatch.control_log"))
                .as("seed %d: pauses and resumes, each once", seed)
                .isEqualTo(2 * rounds + " of " + 2 * rounds);
        outside.check("seed " + seed, ids("rerun-"), ids("notify-"));
        assertThat(outside.webhooks().values())
                .as("seed %d: one was repeated", seed)
                .anyMatch(times -> times > 1);
        assertThat(results.all())
                .as("seed %d: all that is in the ledger is published", seed)
                .hasSize((int) history(bed));
        System.out.printf(
                "worker kills: seed %d: %d commands, %d kills, %d outages; %d effects once, %d results once; %s%n",
                seed,
                commands().count(),
                kills,
                outages,
                COMMANDS,
                results.all().size(),
                outside.figures());
    }
}
