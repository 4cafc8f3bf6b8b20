package io.licensewatch.cdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.StartPlan.Beginning;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.ReplicationAccess;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.ServerHistory;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartPlanTest {
    private static final String SYSTEM = "7/app";

    @Test
    void the_first_start_takes_a_snapshot() {
        assertThat(decide(null, null)).isEqualTo(new StartPlan.Snapshot(1, false));
        assertThat(decide(null, null).takesSnapshot()).isTrue();
    }

    @Test
    void an_interrupted_snapshot_is_repeated_on_a_new_slot() {
        assertThat(decide(checkpoint(3, false, null), slot(false, "reserved", 100)))
                .isEqualTo(new StartPlan.Snapshot(4, true));
    }

    @Test
    void a_whole_snapshot_is_not_taken_again() {
        Checkpoint checkpoint = checkpoint(3, true, "0/64");

        assertThat(decide(checkpoint, slot(false, "reserved", 100))).isEqualTo(new StartPlan.Stream(checkpoint));
        assertThat(decide(checkpoint, slot(false, "reserved", 100)).takesSnapshot())
                .isFalse();
    }

    @Test
    void a_slot_in_use_is_waited_for() {
        assertThat(decide(checkpoint(3, true, null), slot(true, "reserved", 100)))
                .isEqualTo(new StartPlan.StandBy(42));
    }

    @Test
    void a_missing_slot_is_not_silently_recreated() {
        assertThat(refusal(checkpoint(3, true, "0/64"), null))
                .contains("does not exist any more")
                .contains("--resync");
    }

    @Test
    void a_lost_slot_is_named_as_such() {
        assertThat(refusal(checkpoint(3, true, "0/64"), slot(false, "lost", 100)))
                .contains("is lost")
                .contains("max_slot_wal_keep_size");
    }

    @Test
    void a_slot_ahead_of_what_was_written_has_been_read_by_someone_else() {
        assertThat(refusal(checkpoint(3, true, "0/64"), slot(false, "reserved", 101)))
                .contains("0/65")
                .contains("0/64");
    }

    @Test
    void the_checkpoint_of_another_database_is_refused() {
        Checkpoint checkpoint = checkpoint(3, true, "0/64");

        StartPlan plan = StartPlan.decide(
                "s",
                facts("8", slot(false, "reserved", 100), server(1, "0/64")),
                before(checkpoint),
                Beginning.CONTINUE);

        assertThat(plan.checkResult().toString())
                .contains("belongs to another database (7/app, this one is 8/app)")
                .contains("--resync");
    }

    @Test
    void a_log_that_ends_before_what_was_read_is_that_of_a_database_set_back() {
        Checkpoint checkpoint = checkpoint(3, true, "0/64");

        assertThat(refusalWhenServer(checkpoint, server(1, "0/63")))
                .contains("set back")
                .contains("0/63")
                .contains("0/64")
                .contains("--resync");
        assertThat(whenServer(checkpoint, server(1, "0/64"))).isEqualTo(new StartPlan.Stream(checkpoint));
        Checkpoint further = at(checkpoint, new Checkpoint.LastEvent("0/64", 7, "0/70", 1));
        assertThat(refusalWhenServer(further, server(1, "0/6F"))).contains("0/70");
        assertThat(whenServer(further, server(1, "0/70"))).isEqualTo(new StartPlan.Stream(further));
    }

    @Test
    void a_new_timeline_that_has_everything_that_was_read_is_accepted() {
        Checkpoint checkpoint = checkpoint(3, true, "0/64").on(2);

        assertThat(whenServer(checkpoint, server(4, "0/90", left(1, "0/20"), left(2, "0/64"), left(3, "0/70"))))
                .isEqualTo(new StartPlan.Stream(checkpoint));
    }

    @Test
    void a_new_timeline_that_lacks_what_was_read_or_is_unrelated_is_refused() {
        Checkpoint checkpoint = checkpoint(3, true, "0/64").on(2);

        assertThat(refusalWhenServer(checkpoint, server(3, "0/90", left(1, "0/20"), left(2, "0/63"))))
                .contains("timeline 3", "timeline 2", "0/63", "--resync");
        assertThat(refusalWhenServer(checkpoint, server(3, "0/90", left(1, "0/64"))))
                .contains("does not come", "--resync");
        assertThat(refusalWhenServer(checkpoint, server(1, "0/90"))).contains("does not come", "--resync");
        assertThat(refusalWhenServer(checkpoint, new ServerHistory(3, 0x90, null)))
                .contains("does not show it", "--resync");
    }

    @Test
    void a_progress_without_a_timeline_takes_the_server_s_as_it_is() {
        Checkpoint checkpoint = checkpoint(3, true, "0/64");

        assertThat(whenServer(checkpoint, server(9, "0/90"))).isEqualTo(new StartPlan.Stream(checkpoint));
    }

    @Test
    void a_database_set_back_is_no_hindrance_to_a_snapshot() {
        SourceFacts facts = facts("7", slot(false, "reserved", 100), server(1, "0/1"));

        assertThat(StartPlan.decide("s", facts, before(checkpoint(3, false, null)), Beginning.CONTINUE))
                .isEqualTo(new StartPlan.Snapshot(4, true));
        assertThat(StartPlan.decide("s", facts, before(checkpoint(3, true, "0/64")), Beginning.TAKE_OVER))
                .isEqualTo(new StartPlan.Snapshot(4, true));
    }

    @Test
    void a_resync_takes_the_next_epoch_whatever_was_before() {
        StartPlan plan = StartPlan.decide(
                "s",
                facts("7", slot(false, "lost", 500), server(1, "0/90")),
                before(checkpoint(3, true, "0/64")),
                Beginning.TAKE_OVER);

        assertThat(plan).isEqualTo(new StartPlan.Snapshot(4, true));
    }

    @Test
    void a_request_for_everything_starts_the_next_epoch_whatever_the_slot_is_like() {
        Checkpoint asked = checkpoint(3, true, "0/64");
        asked = asked.with(asked.tables(), Resyncs.NONE.requested(new Resyncs.Request("1", List.of())));

        assertThat(decide(asked, slot(false, "reserved", 100))).isEqualTo(new StartPlan.Snapshot(4, true));
        assertThat(decide(asked, null)).isEqualTo(new StartPlan.Snapshot(4, false));
    }

    @Test
    void a_request_for_some_tables_needs_no_snapshot() {
        Checkpoint asked = checkpoint(3, true, "0/64");
        asked = asked.with(asked.tables(), Resyncs.NONE.requested(new Resyncs.Request("1", List.of("public.a"))));

        assertThat(decide(asked, slot(false, "reserved", 100))).isEqualTo(new StartPlan.Stream(asked));
    }

    @Test
    void an_epoch_is_never_given_twice_though_the_progress_is_lost_or_another_slot_wrote() {
        SourceFacts facts = facts("7", slot(false, "reserved", 100), server(1, "FF/0"));

        assertThat(StartPlan.decide("s", facts, new WrittenBefore(Map.of(), 7), Beginning.CONTINUE))
                .isEqualTo(new StartPlan.Snapshot(8, true));
        assertThat(StartPlan.decide(
                        "s",
                        facts,
                        new WrittenBefore(Map.of("s", checkpoint(3, true, "0/64")), 7),
                        Beginning.TAKE_OVER))
                .isEqualTo(new StartPlan.Snapshot(8, true));
        assertThat(StartPlan.decide("s", facts, written(3, 5), Beginning.TAKE_OVER))
                .isEqualTo(new StartPlan.Snapshot(6, true));
    }

    @Test
    void topics_of_another_slot_are_refused_with_the_way_out() {
        SourceFacts facts = facts("7", null, server(1, "FF/0"));
        WrittenBefore others = new WrittenBefore(
                Map.of("other", new Checkpoint("other", SYSTEM, 1, true, Instant.EPOCH, 5, null, "0/64")), 0);

        for (Beginning beginning : List.of(Beginning.CONTINUE, Beginning.REPLACE)) {
            assertThat(StartPlan.decide("s", facts, others, beginning)
                            .checkResult()
                            .toString())
                    .contains("written from slot 'other', not from 's'")
                    .contains("--resync");
        }
        assertThat(StartPlan.decide("s", facts, others, Beginning.TAKE_OVER))
                .isEqualTo(new StartPlan.Snapshot(2, false));
        assertThat(others.othersThan("s")).containsExactly("other");
    }

    @Test
    void of_two_slots_of_one_prefix_the_one_with_the_later_epoch_owns_the_topics() {
        SourceFacts facts = facts("7", slot(false, "reserved", 100), server(1, "FF/0"));

        assertThat(StartPlan.decide("s", facts, written(4, 3), Beginning.CONTINUE))
                .isEqualTo(new StartPlan.Stream(checkpoint(4, true, "0/64")));
        assertThat(StartPlan.decide("s", facts, written(3, 4), Beginning.CONTINUE))
                .isInstanceOf(StartPlan.Refuse.class);
        assertThat(StartPlan.decide("s", facts, written(3, 3), Beginning.CONTINUE))
                .isInstanceOf(StartPlan.Refuse.class);
    }

    @Test
    void an_automatic_snapshot_needs_its_own_topics_and_its_own_database() {
        SourceFacts facts = facts("7", slot(false, "reserved", 100), server(1, "FF/0"));

        assertThat(StartPlan.decide("s", facts, before(checkpoint(3, true, "0/64")), Beginning.REPLACE))
                .isEqualTo(new StartPlan.Snapshot(4, true));
        assertThat(StartPlan.decide(
                        "s",
                        facts("8", null, server(1, "FF/0")),
                        before(checkpoint(3, true, "0/64")),
                        Beginning.REPLACE))
                .isInstanceOf(StartPlan.Refuse.class);
    }

    @Test
    void what_was_seen_before_the_progress_was_written_refuses_nothing() throws Exception {
        WrittenBefore written = before(at(checkpoint(3, true, "0/64"), new Checkpoint.LastEvent("0/64", 7, "0/96", 1)));
        SourceFacts earlier = facts("7", slot(false, "reserved", 100), server(1, "0/70"));
        SourceFacts now = facts("7", slot(false, "reserved", 100), server(1, "0/A0"));

        assertThat(decision(earlier, written, () -> now).plan()).isInstanceOf(StartPlan.Stream.class);
        assertThat(decision(earlier, written, () -> now).facts()).isEqualTo(now);
        assertThat(decision(earlier, written, () -> earlier).plan()).isInstanceOf(StartPlan.Refuse.class);
        assertThat(decision(now, written, () -> earlier).plan()).isInstanceOf(StartPlan.Stream.class);
    }

    private static StartDecision decision(SourceFacts earlier, WrittenBefore written, StartDecision.Source source)
            throws Exception {
        return StartDecision.of("s", earlier, written, Beginning.CONTINUE, source);
    }

    private static WrittenBefore written(int ours, int theirs) {
        return new WrittenBefore(
                Map.of("s", checkpoint(ours, true, "0/64"), "other", checkpoint(theirs, true, "0/64")), 0);
    }

    private static String refusal(Checkpoint checkpoint, @Nullable ReplicationSlot slot) {
        StartPlan plan = decide(checkpoint, slot);
        assertThat(plan).isInstanceOf(StartPlan.Refuse.class);
        return plan.checkResult().toString();
    }

    private static StartPlan decide(@Nullable Checkpoint checkpoint, @Nullable ReplicationSlot slot) {
        return StartPlan.decide("s", facts("7", slot, server(1, "FF/0")), before(checkpoint), Beginning.CONTINUE);
    }

    private static StartPlan whenServer(Checkpoint checkpoint, ServerHistory server) {
        return StartPlan.decide(
                "s", facts("7", slot(false, "reserved", 100), server), before(checkpoint), Beginning.CONTINUE);
    }

    private static String refusalWhenServer(Checkpoint checkpoint, ServerHistory server) {
        StartPlan plan = whenServer(checkpoint, server);
        assertThat(plan).isInstanceOf(StartPlan.Refuse.class);
        return plan.checkResult().toString();
    }

    private static WrittenBefore before(@Nullable Checkpoint checkpoint) {
        return new WrittenBefore(checkpoint == null ? Map.of() : Map.of("s", checkpoint), 0);
    }

    private static ServerHistory server(int timeline, String position, ServerHistory.Switch... past) {
        return new ServerHistory(timeline, Lsn.parse(position), List.of(past));
    }

    private static ServerHistory.Switch left(int timeline, String at) {
        return new ServerHistory.Switch(timeline, Lsn.parse(at));
    }

    private static SourceFacts facts(String systemId, @Nullable ReplicationSlot slot, ServerHistory server) {
        return new SourceFacts(
                160010,
                new ReplicationAccess(systemId, Optional.of(server), null),
                "app",
                "logical",
                false,
                1,
                10,
                1,
                10,
                new SourceFacts.Role("watch", false, true, false),
                Optional.ofNullable(slot),
                Optional.empty(),
                List.of(),
                List.of(),
                new MessageRights(List.of(), false, true, List.of()),
                Optional.empty(),
                true);
    }

    private static Checkpoint at(Checkpoint checkpoint, Checkpoint.LastEvent position) {
        return new Checkpoint(
                checkpoint.slot(),
                checkpoint.system(),
                checkpoint.epoch(),
                true,
                checkpoint.snapshotStartedAt(),
                0,
                position,
                checkpoint.confirmable());
    }

    private static Checkpoint checkpoint(int epoch, boolean complete, @Nullable String confirmable) {
        return new Checkpoint("s", SYSTEM, epoch, complete, Instant.EPOCH, 5, null, confirmable);
    }

    private static ReplicationSlot slot(boolean active, String walStatus, long confirmed) {
        return new ReplicationSlot("s", "pgoutput", "app", active, active ? 42 : null, walStatus, confirmed, 0, null);
    }
}
