package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.Testbed;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both apps stand on goes away and comes back, and what is large or much. Both go on by themselves. */
@SuppressWarnings("try") // a pause is there to be closed
class OutagesIT {
    private static final int ROUNDS = Rig.LONG ? 5 : 1;
    private static final int LARGE = Rig.LONG ? 500_000 : 20_000; // rows
    /** Of cdc, in MB: much less than the large transaction. */
    private static final int HEAP = 128;

    private static final int EMPTY = 10_000;
    private static final String BIG = "SELECT repeat(md5(random()::text), 32768)"; // 1 MB
    /** Twice 1 MB each, and so together more than twice the heap of cdc. */
    private static final int LARGE_VALUES = 150;

    private static final Pattern QUEUE = Pattern.compile("(?m)^licensewatch_cdc_queue_size_bytes(?:\\{.*})? (\\S+)$");

    @TempDir
    private Path directory;

    @Test
    void postgres_its_connections_and_the_broker_may_go_and_come_back() throws Exception {
        try (Rig rig = new Rig("outages", directory, 100, Map.of())) {
            rig.start();
            try (Load load = rig.load()) {
                for (int i = 0; i < ROUNDS; i++) {
                    try (Load.Pause pause = load.pauseAfter(10);
                            Traffic rows = rig.rows()) {
                        rig.restartPostgres();
                        rig.bulk.hire(10);
                        rig.bulk.finish();
                        rows.await(1);
                    }
                    for (int broken = 0; broken < 3; broken++) {
                        try (Load.Pause pause = load.pauseAfter(5);
                                Traffic rows = rig.rows()) {
                            rig.bed.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
                            rig.bulk.hire(10);
                            rig.bulk.finish();
                            rows.await(1);
                        }
                    }
                    try (Load.Pause pause = load.pauseAfter(10)) {
                        rig.bed.restartKafka();
                    }
                }
                brokersDiskFull(rig, load);
            }
            rig.check();
        }
    }

    /** What is written from now on is published. */
    private static void goesOn(Rig rig, Load load) throws Exception {
        try (Load.Pause pause = load.pauseAfter(20)) {
            rig.awaitRest();
        }
    }

    /** The broker ends itself; cdc says so, Postgres keeps what is to come, and both apps go on when there is room. */
    private static void brokersDiskFull(Rig rig, Load load) throws Exception {
        try (SmallDisk disk = smallDisk(rig, load)) {
            goesOn(rig, load);
            disk.fill(new Random(rig.random.nextLong()));
            try (Load.Pause pause = load.pauseAfter(1)) {
                await("cdc says what is wrong, and Postgres keeps the changes")
                        .atMost(Testbed.PATIENCE)
                        .untilAsserted(() -> {
                            assertThat(rig.apps.cdcPage("/health/ready"))
                                    .containsPattern("frontier[^}]*DOWN")
                                    .containsPattern("[1-9]\\d{4,} bytes behind");
                            assertThat(rig.apps.cdc().hasSaid("cannot write to Kafka, retrying"))
                                    .isTrue();
                        });
                rig.apps.live();
            }
        }
        goesOn(rig, load);
    }

    private static SmallDisk smallDisk(Rig rig, Load load) throws Exception {
        try (Load.Pause pause = load.pauseAfter(10)) {
            return SmallDisk.inPlaceOfTheBroker(rig.bed, rig.apps.log("broker"));
        }
    }

    @Test
    void a_large_transaction_empty_ones_and_large_values_pass_and_the_slot_moves_on() throws Exception {
        try (Rig rig = new Rig("volume", directory, 100, Map.of("licensewatch.cdc.batch-size", "512"), HEAP)) {
            rig.start();
            killWithinTransaction(rig);
            rig.bed.sql("CREATE TABLE unwatched (id int)");
            rig.bed.sql("DO $$ BEGIN FOR i IN 1.." + EMPTY
                    + " LOOP INSERT INTO unwatched VALUES (i); COMMIT; END LOOP; END $$");
            rig.bed.sql("UPDATE onboarding_progress SET church_data = jsonb_build_object('much', (" + BIG + "))");
            largeValuesWhileKafkaIsAway(rig);
            String end = rig.bed.ask("SELECT pg_current_wal_lsn()");
            rig.check();
            rig.bed.until("the slot has moved on", () -> slotIsPast(rig, end));
        }
    }

    /** cdc reads what it cannot write, and stops reading long before its memory is full. */
    private static void largeValuesWhileKafkaIsAway(Rig rig) throws Exception {
        rig.bed.sql(
                "INSERT INTO onboarding_progress (id, tenant_id, user_id, current_step, is_completed, created_at, updated_at)"
                        + " SELECT gen_random_uuid(), id, gen_random_uuid(), 'complete', true, now(), now() FROM tenants"
                        + " WHERE NOT EXISTS (SELECT FROM onboarding_progress) LIMIT 1"); // the workload may have made
        // none
        rig.awaitRest();
        rig.bed.stopKafka();
        rig.bed.sql(largeValues());
        long full = (long) HEAP * 1_000_000 / 20;
        await("cdc reads no further").atMost(Testbed.PATIENCE).until(() -> queueBytes(rig) > full);
        rig.apps.live();
        rig.bed.startKafka();
    }

    private static double queueBytes(Rig rig) throws Exception {
        Matcher queue = QUEUE.matcher(rig.apps.cdcPage("/metrics"));
        assertThat(queue.find()).isTrue();
        return Double.parseDouble(queue.group(1));
    }

    /** Of a watched column of one row, which in the end is as it was. */
    private static String largeValues() {
        String update = "UPDATE onboarding_progress SET completed_steps = %s WHERE id = which;";
        return "DO $$ DECLARE which uuid; former text[]; BEGIN"
                + " SELECT id, completed_steps INTO which, former FROM onboarding_progress ORDER BY id LIMIT 1;"
                + " FOR i IN 1.." + LARGE_VALUES + " LOOP " + update.formatted("ARRAY[(" + BIG + ")]") + " END LOOP; "
                + update.formatted("former") + " END $$";
    }

    private static void killWithinTransaction(Rig rig) throws Exception {
        try (Traffic rows = rig.rows()) {
            rig.bulk.hire(LARGE / 2); // a user and an assignment each
            rig.bulk.finish();
            rows.await(LARGE / 4 + rig.random.nextInt(LARGE / 2));
            rig.apps.killCdc();
        }
        rig.apps.startCdc();
    }

    private static boolean slotIsPast(Rig rig, String lsn) {
        try {
            return rig.bed
                    .ask("SELECT confirmed_flush_lsn > '" + lsn + "' FROM pg_replication_slots")
                    .equals("t");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
