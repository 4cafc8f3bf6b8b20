package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.Testbed;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the worker in random places: between Postgres and Kafka, within a Kafka transaction, within a statement. Each
 * effect is there once, as a trigger in Postgres counts, and each result, as a reader of committed records sees it.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; {@code -Dlicensewatch.long} has more commands, kills and outages.
 */
class WorkerKillsIT {
    private static final int COMMANDS = Rig.LONG ? 500 : 60;
    private static final int A_ROUND = Rig.LONG ? 12 : 6;
    /** Every so many rounds Postgres or Kafka goes away as well, and a second worker comes. */
    private static final int OUTAGE_EACH = Rig.LONG ? 7 : 5;

    private static final List<String> JVM = List.of("-Xmx256m");

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private int starts;
    private int kills;
    private int outages;

    @Test
    void each_effect_and_each_result_is_there_once_however_often_the_worker_is_killed() throws Exception {
        System.out.printf("worker kills: seed %d, logs in target/failure%n", seed);
        try (WorkerBed bed = new WorkerBed(directory, COMMANDS);
                PublishedResults results = new PublishedResults(bed, result -> approve(bed, result))) {
            AppProcess worker = start(bed, "kept");
            for (int next = 0, round = 1; next < COMMANDS; round++) {
                long before = history(bed);
                for (int i = 0; i < A_ROUND && next < COMMANDS; i++, next++) {
                    bed.send(WorkerBed.complete(next, next % 3 == 1 ? CommandMode.APPROVE : CommandMode.AUTO));
                }
                awaitPlace(bed, results, before);
                worker.kill();
                kills++;
                if (round % OUTAGE_EACH == 0) {
                    worker = outage(bed, results, round / OUTAGE_EACH);
                } else {
                    worker = start(bed, "kept");
                }
            }
            awaitEnd(results);
            assertThat(worker.stop()).as("exit code").isZero();
            check(bed, results);
        }
    }

    /** Somewhere within the work of a round: by what Postgres has, or by what Kafka has, committed or not. */
    private void awaitPlace(WorkerBed bed, PublishedResults results, long before) throws Exception {
        results.read();
        if (random.nextBoolean()) {
            long target = before + 1 + random.nextInt(2 * A_ROUND);
            await("seed " + seed + ": a place in the history")
                    .atMost(Testbed.PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> history(bed) >= target);
        } else {
            try (Traffic traffic = new Traffic(bed.bootstrapServers(), List.of(Topics.RESULTS))) {
                if (history(bed) < before + 2L * A_ROUND) {
                    traffic.await(1);
                }
            }
        }
    }

    /** The worker that comes finds one of the two away, or another worker beside it. */
    private AppProcess outage(WorkerBed bed, PublishedResults results, int which) throws Exception {
        outages++;
        switch (which % 3) {
            case 1 -> {
                AppProcess worker = start(bed, "kept");
                worker.awaitWord("to=\"WORKING\"");
                bed.stopPostgres();
                worker.awaitWord("to=\"POSTGRES_AWAY\"");
                bed.startPostgres();
                return worker;
            }
            case 2 -> {
                AppProcess worker = start(bed, "kept");
                worker.awaitWord("to=\"WORKING\"");
                bed.stopKafka();
                bed.startKafka();
                return worker;
            }
            default -> {
                AppProcess second = start(bed, "second");
                AppProcess worker = start(bed, "kept");
                worker.awaitWord("to=\"WORKING\"");
                results.read();
                second.kill();
                kills++;
                return worker;
            }
        }
    }

    private AppProcess start(WorkerBed bed, String instance) throws IOException {
        Map<String, String> settings = new HashMap<>(bed.settings());
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

    private void awaitEnd(PublishedResults results) {
        await("seed " + seed + ": every command is APPLIED")
                .atMost(Testbed.PATIENCE)
                .until(() -> {
                    results.read();
                    return IntStream.range(0, COMMANDS)
                            .allMatch(i -> results.states("complete-" + i).contains(CommandState.APPLIED));
                });
    }

    private void check(WorkerBed bed, PublishedResults results) throws Exception {
        results.read();
        results.comeOnce("seed " + seed);
        assertThat(bed.ask("SELECT count(*) || ' of ' || count(DISTINCT tenant_id) FROM effects"))
                .as("seed %d: effects, of tenants", seed)
                .isEqualTo(COMMANDS + " of " + COMMANDS);
        assertThat(results.all())
                .as("seed %d: all that is in the ledger is published", seed)
                .hasSize((int) history(bed));
        System.out.printf(
                "worker kills: seed %d: %d commands, %d kills, %d outages; %d effects once, %d results once%n",
                seed, COMMANDS, kills, outages, COMMANDS, results.all().size());
    }
}
