package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.schemas.source.Frontier;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** cdc is stopped, by whomever and in whatever it does, and started again. */
class StopsIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void nothing_committed_while_it_was_stopped_is_lost_or_written_twice() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 50)");
        Map<String, String> smallBatches = Map.of("licensewatch.cdc.batch-size", "2");
        for (int round = 0; round < 4; round++) {
            try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, smallBatches)) {
                awaitStreaming(cdc);
                // many rows under one LSN, and the stop in the middle of them
                source.execute(
                        "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 500)");
                source.execute("UPDATE user_roles SET is_active = NOT is_active");
            }
            testbed.awaitSlotFree(source);
            source.transaction(
                    "DELETE FROM user_roles WHERE id IN (SELECT id FROM user_roles LIMIT 20)",
                    "UPDATE user_roles SET tenant_id = gen_random_uuid() WHERE id IN (SELECT id FROM user_roles LIMIT 30)");
        }
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        Written written = testbed.written(source);
        assertThat(written.rows("user_roles", "is_active"))
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
        assertThat(written.rows("user_roles", "tenant_id"))
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
        assertThat(written.changes("user_roles"))
                .extracting(change -> change.key() + change.op() + change.position())
                .doesNotHaveDuplicates();
        assertThat(written.frontiers()).extracting(Frontier::epoch).containsOnly(1);
    }

    @Test
    void an_interrupted_snapshot_is_repeated_in_the_next_epoch() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 40000)");
        try (Cdc cdc = testbed.cdc(source)) {
            await().atMost(PATIENCE)
                    .until(() -> !testbed.kafka()
                            .records(source.database() + ".public.user_roles")
                            .isEmpty());
            assertThat(cdc.state()).isEqualTo(FeedState.SNAPSHOT);
            testbed.assertStopsInTime(source, cdc);
        }
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        Written written = testbed.written(source);
        assertThat(written.changes("user_roles").stream()
                        .filter(change -> change.position().epoch() == 2)
                        .count())
                .isEqualTo(40_000);
        assertThat(written.frontiers())
                .filteredOn(Frontier::snapshotComplete)
                .extracting(Frontier::epoch)
                .containsOnly(2);
    }

    @Test
    @SuppressWarnings("try") // the close is what is tested
    void it_stops_under_load_within_five_seconds() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 200000)");
            await().atMost(PATIENCE)
                    .until(() -> !testbed.kafka()
                            .records(source.database() + ".public.user_roles")
                            .isEmpty());
            testbed.assertStopsInTime(source, cdc);
        }
    }

    @Test
    @SuppressWarnings("try") // the close is what is tested
    void it_stops_within_five_seconds_while_its_snapshot_waits_for_a_lock() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Connection locking = testbed.postgres().connect(source.database());
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE user_roles IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> testbed.cdc(source).close())
                    .isInstanceOf(UnfitSourceException.class)
                    .hasMessageContaining(
                            "locks: another session holds a lock on a watched table: ERROR: canceling statement")
                    .hasMessageContaining("SELECT pid, query FROM pg_stat_activity");
            locking.rollback();

            Cdc cdc = testbed.cdc(source);
            await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.SNAPSHOT);
            lock.execute("LOCK TABLE user_roles IN ACCESS EXCLUSIVE MODE");
            await("its snapshot waits")
                    .atMost(PATIENCE)
                    .until(() -> source.value(
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name"
                                            + " LIKE 'Debezium%' AND datname = '" + source.database() + "'")
                            .equals("1"));
            testbed.assertStopsInTime(source, cdc);
            locking.rollback();
        }
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
    }

    @Test
    void a_slot_that_was_dropped_is_refused_and_a_resync_begins_a_new_epoch() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 10)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
        source.execute("SELECT pg_drop_replication_slot('" + source.database() + "')", "DELETE FROM user_roles");

        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("does not exist any more")
                .hasMessageContaining("--resync");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.RESYNC, Map.of())) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        List<Frontier> frontiers = testbed.written(source).frontiers();
        assertThat(frontiers.get(frontiers.size() - 1).epoch()).isEqualTo(2);
    }

    @Test
    void a_second_instance_stands_by_and_takes_over() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Cdc first = testbed.cdc(source);
        awaitStreaming(first);
        try (Cdc second = testbed.cdc(source)) {
            await().atMost(PATIENCE).until(() -> second.state() == FeedState.STANDBY);
            assertThat(first.state()).isEqualTo(FeedState.STREAMING);
            first.close();
            awaitStreaming(second);
            testbed.awaitFrontier(source);
        }
    }
}
