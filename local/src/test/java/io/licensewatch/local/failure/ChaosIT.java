package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.command.RemediationCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances of stream-app with names and standbys, while everything is written: they are restarted one after the other,
 * killed, and the broker and cdc go and come back. In the end all that was said is what SQL says.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; {@code -Dlicensewatch.long} goes on for half an hour.
 */
@SuppressWarnings("try") // a pause is there to be closed
class ChaosIT {
    private static final Duration LENGTH = Rig.LONG ? Duration.ofMinutes(30) : Duration.ZERO;
    private static final Duration PACE = Duration.ofMillis(Rig.LONG ? 100 : 20);
    private static final int BULK = Rig.LONG ? 20 : 50;
    private static final int MOST_PUBLISHED = 60;

    @TempDir
    private Path directory;

    private enum Blow {
        ROLL,
        KILL,
        KILL_AND_STAY_AWAY,
        BROKER,
        CDC
    }

    @Test
    void several_instances_that_come_and_go_say_what_one_would() throws Exception {
        long begin = System.nanoTime();
        try (Rig rig = new Rig("chaos", directory, BULK, Map.of());
                Instances instances = new Instances(rig.apps, directory)) {
            rig.start(instances::start);
            instances.awaitRunning();
            rig.bed.whileWaiting(() -> {
                rig.apps.startWhatHasEnded();
                instances.startWhatHasEnded();
            });
            int rounds = 0;
            try (Load load = rig.load(PACE)) {
                do {
                    List<Blow> blows = IntStream.range(0, Blow.values().length)
                            .mapToObj(i -> Blow.values()[i])
                            .filter(blow -> Rig.LONG || blow != Blow.KILL_AND_STAY_AWAY)
                            .collect(Collectors.toList());
                    Collections.shuffle(blows, rig.random);
                    for (Blow blow : blows) {
                        strike(blow, rig, instances, load);
                    }
                    rounds++;
                    System.out.printf(
                            "%s: round %d, %d transactions, %d s%n",
                            rig.seed(), rounds, load.steps(), (System.nanoTime() - begin) / 1_000_000_000);
                } while (System.nanoTime() - begin < LENGTH.toNanos());
            }
            rig.check();
            assertThat(rig.bed.commands.stream().map(ChaosIT::identity))
                    .as("%s: commands", rig.seed())
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }
    }

    private static String identity(RemediationCommand command) {
        return command.kind() + " " + command.commandId();
    }

    private static void strike(Blow blow, Rig rig, Instances instances, Load load) throws Exception {
        int instance = rig.random.nextInt(Instances.COUNT);
        try (Traffic published = rig.published()) {
            published.await(1 + rig.random.nextInt(MOST_PUBLISHED));
            switch (blow) {
                case ROLL -> {
                    for (int i = 0; i < Instances.COUNT; i++) {
                        instances.restart(i);
                    }
                }
                case KILL -> {
                    instances.kill(instance);
                    instances.startAgain(instance);
                }
                case KILL_AND_STAY_AWAY -> {
                    instances.kill(instance);
                    comesToRest(rig, load); // so the others have taken its tasks over
                    instances.startAgain(instance);
                }
                case BROKER -> rig.bed.restartKafka();
                case CDC -> {
                    rig.apps.killCdc();
                    rig.apps.startCdc();
                }
            }
        }
        comesToRest(rig, load);
    }

    private static void comesToRest(Rig rig, Load load) throws Exception {
        try (Load.Pause pause = load.pauseAfter(rig.random.nextInt(20))) {
            rig.awaitRest();
        }
    }
}
