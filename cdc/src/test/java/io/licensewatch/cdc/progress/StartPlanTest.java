package io.licensewatch.cdc.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.ReplicationSlot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartPlanTest {
    private static final String SYSTEM = "7/app";

    @Test
    void the_first_start_takes_a_snapshot() {
        assertThat(decide(null, null)).isEqualTo(new StartPlan.Snapshot(1, false));
    }

    @Test
    void a_snapshot_that_died_half_way_is_taken_anew_on_a_new_slot() {
        assertThat(decide(progress(3, false, null), slot(false, "reserved", 100)))
                .isEqualTo(new StartPlan.Snapshot(4, true));
    }

    @Test
    void a_whole_snapshot_is_not_taken_again() {
        Progress progress = progress(3, true, "0/64");

        assertThat(decide(progress, slot(false, "reserved", 100))).isEqualTo(new StartPlan.Stream(progress));
    }

    @Test
    void a_slot_in_use_is_waited_for() {
        assertThat(decide(progress(3, true, null), slot(true, "reserved", 100))).isEqualTo(new StartPlan.StandBy(42));
    }

    @Test
    void a_slot_that_is_gone_is_not_silently_made_anew() {
        assertThat(refusal(progress(3, true, "0/64"), null)).contains("is gone").contains("--resync");
    }

    @Test
    void a_lost_slot_is_named_as_such() {
        assertThat(refusal(progress(3, true, "0/64"), slot(false, "lost", 100)))
                .contains("is lost")
                .contains("max_slot_wal_keep_size");
    }

    @Test
    void a_slot_ahead_of_what_was_written_has_been_read_by_someone_else() {
        assertThat(refusal(progress(3, true, "0/64"), slot(false, "reserved", 101)))
                .contains("0/65")
                .contains("0/64");
    }

    @Test
    void the_progress_of_another_database_is_not_taken_for_ours() {
        StartPlan plan =
                StartPlan.decide("s", "8/other", Optional.of(progress(3, true, null)), Optional.empty(), false);

        assertThat(plan).isInstanceOf(StartPlan.Refuse.class);
    }

    @Test
    void a_resync_takes_the_next_epoch_whatever_was_before() {
        StartPlan plan = StartPlan.decide(
                "s", SYSTEM, Optional.of(progress(3, true, "0/64")), Optional.of(slot(false, "lost", 500)), true);

        assertThat(plan).isEqualTo(new StartPlan.Snapshot(4, true));
    }

    @Test
    void a_request_for_everything_that_was_met_takes_the_next_epoch_whatever_became_of_the_slot() {
        Progress asked = progress(3, true, "0/64");
        asked = asked.with(asked.tables(), Resyncs.NONE.requested(new Resyncs.Request("1", List.of())));

        assertThat(decide(asked, slot(false, "reserved", 100))).isEqualTo(new StartPlan.Snapshot(4, true));
        assertThat(decide(asked, null)).isEqualTo(new StartPlan.Snapshot(4, false));
    }

    @Test
    void a_request_for_some_tables_needs_no_snapshot() {
        Progress asked = progress(3, true, "0/64");
        asked = asked.with(asked.tables(), Resyncs.NONE.requested(new Resyncs.Request("1", List.of("public.a"))));

        assertThat(decide(asked, slot(false, "reserved", 100))).isEqualTo(new StartPlan.Stream(asked));
    }

    private static String refusal(Progress progress, @Nullable ReplicationSlot slot) {
        StartPlan plan = decide(progress, slot);
        assertThat(plan).isInstanceOf(StartPlan.Refuse.class);
        return plan.finding().toString();
    }

    private static StartPlan decide(@Nullable Progress progress, @Nullable ReplicationSlot slot) {
        return StartPlan.decide("s", SYSTEM, Optional.ofNullable(progress), Optional.ofNullable(slot), false);
    }

    private static Progress progress(int epoch, boolean complete, @Nullable String confirmable) {
        return new Progress("s", SYSTEM, epoch, complete, Instant.EPOCH, 5, null, confirmable);
    }

    private static ReplicationSlot slot(boolean active, String walStatus, long confirmed) {
        return new ReplicationSlot("s", "pgoutput", "app", active, active ? 42 : null, walStatus, confirmed, 0, null);
    }
}
