package io.licensewatch.local.failure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kill -9} in random places, while everything is written: everyday transactions, COPY, statements of many rows,
 * transactions that commit late. A random place is a number of records that were seen, counted also in a Kafka
 * transaction that is still open.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; {@code -Dlicensewatch.long} kills more often.
 */
@SuppressWarnings("try") // a pause is there to be closed
class KillsIT {
    private static final int KILLS = Rig.LONG ? 20 : 3;
    /** Half of them with cdc. */
    private static final int STREAM_KILLS = Rig.LONG ? 40 : 3;

    private static final int BULK = 200;
    private static final int MOST_PUBLISHED = 60;

    @TempDir
    private Path directory;

    /** A batch of two is a Kafka transaction for every other row; so the rows are fewer, and the pace is slower. */
    @ParameterizedTest
    @CsvSource({"2, 20, 60", "2048, 200, 0"})
    void a_feed_that_is_killed_loses_nothing_and_writes_nothing_twice(String batchSize, int bulk, int pace)
            throws Exception {
        Map<String, String> settings = Map.of("licensewatch.cdc.batch-size", batchSize);
        try (Rig rig = new Rig("kill cdc " + batchSize, directory, bulk, settings)) {
            rig.killCdcWithinSnapshot();
            rig.start();
            try (Load load = rig.load(Duration.ofMillis(pace))) {
                for (int i = 0; i < KILLS; i++) {
                    switch (i % 3) {
                        case 0 -> killAndStart(rig, load, rows -> rows.await(1 + rig.random.nextInt(bulk * 5)));
                        case 1 -> killBesideAStandby(rig, load, bulk);
                        default -> {
                            rig.requestResync();
                            killAndStart(rig, load, rows -> rows.awaitRead(1 + rig.random.nextInt(bulk)));
                        }
                    }
                }
            }
            rig.check();
        }
    }

    private interface Place {
        void await(Traffic rows);
    }

    private static void killAndStart(Rig rig, Load load, Place place) throws Exception {
        try (Traffic rows = rig.rows()) {
            place.await(rows);
            rig.apps.killCdc();
        }
        try (Load.Pause pause = load.pauseAfter(rig.random.nextInt(10));
                Traffic rows = rig.rows()) {
            rig.apps.startCdc();
            rows.await(1);
        }
    }

    /** Which waits for the slot, and takes over. */
    private static void killBesideAStandby(Rig rig, Load load, int bulk) throws Exception {
        try (Load.Pause pause = load.pauseAfter(0)) {
            rig.apps.startStandby();
        }
        try (Traffic rows = rig.rows()) {
            rows.await(1 + rig.random.nextInt(bulk * 5));
            rig.apps.killCdc();
        }
        try (Traffic rows = rig.rows()) {
            rows.await(1);
        }
    }

    @Test
    void a_stream_app_that_is_killed_tells_everything_and_nothing_twice() throws Exception {
        try (Rig rig = new Rig("kill stream-app", directory, BULK, Map.of())) {
            rig.start();
            try (Load load = rig.load()) {
                for (int i = 0; i < STREAM_KILLS; i++) {
                    boolean both = Rig.LONG ? i % 2 == 1 : i % 3 == 2;
                    try (Traffic published = rig.published()) {
                        published.await(1 + rig.random.nextInt(MOST_PUBLISHED));
                        if (both) {
                            rig.apps.killBoth();
                        } else {
                            rig.apps.killStreams();
                        }
                    }
                    try (Load.Pause pause = load.pauseAfter(rig.random.nextInt(10));
                            Traffic published = rig.published()) {
                        rig.apps.startStreams();
                        if (both) {
                            rig.apps.startCdc();
                        }
                        published.await(1);
                    }
                }
            }
            rig.check();
        }
    }
}
