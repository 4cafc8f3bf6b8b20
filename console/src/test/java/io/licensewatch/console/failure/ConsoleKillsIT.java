package io.licensewatch.console.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the console in random places of its reading: what it holds at the end is what one holds that has read all in one go.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; {@code -Dlicensewatch.long} kills more often.
 */
class ConsoleKillsIT {
    private static final int KILLS = Boolean.getBoolean("licensewatch.long") ? 40 : 3;
    private static final int A_ROUND = 2_000;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);

    @Test
    void the_read_model_after_many_kills_is_the_one_that_is_built_in_one_go() throws Exception {
        System.out.printf("console kills: seed %d, logs in target/failure%n", seed);
        RandomRecords records = new RandomRecords(seed);
        Path killed = directory.resolve("killed");
        try (Kafka kafka = new Kafka(directory.resolve("kafka"))) {
            kafka.write(records, A_ROUND, random);
            for (int round = 0; round < KILLS; round++) {
                long target = Tables.position(killed) + 1 + random.nextInt(A_ROUND);
                try (ConsoleProcess console = start(kafka, killed, round)) {
                    CompletableFuture<Void> writing =
                            CompletableFuture.runAsync(() -> kafka.write(records, A_ROUND, new Random(seed)));
                    await("seed " + seed + ": a place in the topics")
                            .atMost(ConsoleProcess.PATIENCE)
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> Tables.position(killed) >= target);
                    console.kill();
                    writing.get(ConsoleProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
            }
            kafka.awaitEnds();
            finish(kafka, killed, KILLS);
            Path inOneGo = directory.resolve("one-go");
            finish(kafka, inOneGo, KILLS + 1);

            Map<String, List<String>> expected = Tables.of(inOneGo);
            assertThat(expected.get("command")).isNotEmpty();
            assertThat(expected.get("gap")).isEmpty();
            Tables.of(killed)
                    .forEach((table, rows) -> assertThat(rows)
                            .as("seed %d: table %s", seed, table)
                            .isEqualTo(expected.get(table)));
        }
        System.out.printf("console kills: seed %d: %d kills%n", seed, KILLS);
    }

    private ConsoleProcess start(Kafka kafka, Path data, int round) throws Exception {
        Path log = Path.of("target", "failure", "console-" + seed + "-" + round + ".log");
        return ConsoleProcess.start(kafka.settings(data), log);
    }

    private void finish(Kafka kafka, Path data, int round) throws Exception {
        try (ConsoleProcess console = start(kafka, data, round)) {
            console.awaitWord("the read model is built");
            assertThat(console.stop()).as("exit code").isZero();
        }
    }
}
