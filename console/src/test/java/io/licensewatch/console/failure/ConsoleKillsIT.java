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
 * {@code kill -9} of the console at random times of reading: at the end its read model equals one that was built without kills.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; {@code -Dlicensewatch.long} kills more often.
 */
class ConsoleKillsIT {
    private static final boolean LONG = Boolean.getBoolean("licensewatch.long");
    private static final int KILLS = LONG ? 40 : 3;
    /** Some of them while the read model is first built and has no indexes, and some while these are created. */
    private static final int BUILDING_KILLS = KILLS / 4 + 1;

    private static final int INDEX_KILLS = BUILDING_KILLS + KILLS / 8 + 1;
    /** More records than in one transaction. */
    private static final int WHILE_BUILDING = 6_000;

    private static final int A_ROUND = 2_000;
    private static final String MAKING_INDEXES = "creating the indexes";
    private static final String BUILT = "the read model is built";

    @TempDir
    Path directory;

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);

    @Test
    void the_read_model_after_many_kills_equals_one_without_kills() throws Exception {
        System.out.printf("console kills: seed %d, logs in target/failure%n", seed);
        int unbuilt = 0;
        RandomRecords records = new RandomRecords(seed);
        Path killed = directory.resolve("killed");
        try (Kafka kafka = new Kafka(directory.resolve("kafka"))) {
            kafka.write(records, WHILE_BUILDING * BUILDING_KILLS, random);
            for (int round = 0; round < KILLS; round++) {
                long before = Tables.position(killed);
                boolean wasBuilt = round > 0 && isBuilt(killed);
                long further = 1L + random.nextInt(A_ROUND / 2);
                try (ConsoleProcess console = start(kafka, killed, round)) {
                    CompletableFuture<Void> writing =
                            CompletableFuture.runAsync(() -> kafka.write(records, A_ROUND, new Random(seed)));
                    int kill = round;
                    await("seed " + seed + ": a place in the topics")
                            .atMost(ConsoleProcess.PATIENCE)
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> isTime(kill, wasBuilt, console, Tables.position(killed) - before, further));
                    console.kill();
                    unbuilt += isBuilt(killed) ? 0 : 1;
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
        assertThat(unbuilt).as("seed %d: kills before indexes were made", seed).isBetween(LONG ? 1 : 0, KILLS - 1);
        System.out.printf(
                "console kills: seed %d: %d kills, %d of them before indexes were made%n", seed, KILLS, unbuilt);
    }

    private static boolean isTime(int kill, boolean wasBuilt, ConsoleProcess console, long read, long further) {
        if (kill < BUILDING_KILLS) {
            return read > 0 || console.hasSaid(MAKING_INDEXES);
        }
        if (kill < INDEX_KILLS && !wasBuilt) {
            return console.hasSaid(MAKING_INDEXES);
        }
        return read >= further && (wasBuilt || console.hasSaid(BUILT)); // else none would find indexes
    }

    private static boolean isBuilt(Path directory) throws Exception {
        return !Tables.ask(directory, "SELECT value FROM meta WHERE name = 'indexes'")
                .isEmpty();
    }

    private ConsoleProcess start(Kafka kafka, Path data, int round) throws Exception {
        Path log = Path.of("target", "failure", "console-" + seed + "-" + round + ".log");
        return ConsoleProcess.start(kafka.settings(data), log);
    }

    private void finish(Kafka kafka, Path data, int round) throws Exception {
        try (ConsoleProcess console = start(kafka, data, round)) {
            console.awaitWord(BUILT);
            assertThat(console.stop()).as("exit code").isZero();
        }
    }
}
