package io.licensewatch.cdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.Frontier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    @Test
    void what_is_written_is_read_again() {
        Checkpoint checkpoint = new Checkpoint(
                "licensewatch",
                "7/app",
                2,
                true,
                Instant.parse("2026-03-10T10:00:00.123Z"),
                7,
                new Checkpoint.LastEvent("0/1F4", 7, "FF/258", 3),
                "0/1F4");

        assertThat(Checkpoint.decode(checkpoint.encode())).isEqualTo(checkpoint);
    }

    @Test
    void fields_of_a_later_version_are_tolerated() {
        String json = "{\"slot\":\"s\",\"system\":\"7/app\",\"epoch\":1,\"snapshotComplete\":false,"
                + "\"snapshotStartedAt\":\"2026-03-10T10:00:00Z\",\"snapshotRows\":0,\"more\":1}";

        assertThat(Checkpoint.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Checkpoint.snapshotBegins("s", "7/app", 1, Instant.parse("2026-03-10T10:00:00Z")));
    }

    private static final Checkpoint FIRST = Checkpoint.snapshotBegins("s", "7/app", 1, Instant.EPOCH);

    @Test
    void a_snapshot_and_an_older_progress_take_the_tables_as_they_are() {
        Checkpoint checkpoint = FIRST.watching(Map.of("public.a", "1", "public.b", "2"));

        assertThat(checkpoint.wholeTables()).containsExactly("public.a", "public.b");
        assertThat(checkpoint.resyncs()).isEqualTo(Resyncs.NONE);
    }

    @Test
    void a_key_that_was_made_again_is_another_one_and_one_of_an_earlier_version_is_not() {
        Checkpoint checkpoint = FIRST.watching(Map.of("public.a", "1", "public.b", "2 #7"))
                .watching(Map.of("public.a", "1 #5", "public.b", "2 #8"));

        assertThat(checkpoint.wholeTables()).containsExactly("public.a");
        assertThat(checkpoint.watching(Map.of("public.a", "1 #6")).resyncs().wanted())
                .containsExactly("public.a");
    }

    @Test
    void partitions_are_known_from_before_a_reading_and_kept_until_a_mark_says_otherwise() {
        Checkpoint begins = FIRST.watching(Map.of("public.a", "1"), Map.of("public.a", "7"));
        assertThat(partitions(begins, "public.a")).isEqualTo("7");

        Checkpoint whole = new Checkpoint(
                "s", "7/app", 1, true, Instant.EPOCH, 0, null, null, begins.tables(), Resyncs.NONE, List.of(), 1);
        assertThat(Checkpoint.decode(whole.encode())).isEqualTo(whole);
        assertThat(partitions(whole.watching(Map.of("public.a", "1"), Map.of("public.a", "8")), "public.a"))
                .as("rows that are there are from what was")
                .isEqualTo("7");
        assertThat(partitions(whole.watching(Map.of("public.a", "2"), Map.of("public.a", "8")), "public.a"))
                .as("it is read again")
                .isEqualTo("8");
        Checkpoint earlier = whole.with(Map.of("public.a", new Checkpoint.Watched("1", true)), Resyncs.NONE);
        assertThat(partitions(earlier.watching(Map.of("public.a", "1"), Map.of("public.a", "8")), "public.a"))
                .as("an earlier version did not know")
                .isNull();
    }

    private static @Nullable String partitions(Checkpoint checkpoint, String table) {
        return Objects.requireNonNull(checkpoint.tables().get(table)).partitions();
    }

    @Test
    void a_table_that_joined_or_returned_is_read_again_and_incomplete_until_then() {
        Checkpoint checkpoint = FIRST.watching(Map.of("public.a", "1", "public.b", "2"))
                .watching(Map.of("public.a", "1", "public.b", "3", "public.c", "4"));

        assertThat(checkpoint.wholeTables()).containsExactly("public.a");
        assertThat(checkpoint.resyncs().wanted()).containsExactly("public.b", "public.c");
        assertThat(checkpoint.resyncs().waiting()).hasSize(1);
        assertThat(checkpoint.watching(Map.of("public.a", "1", "public.b", "3", "public.c", "4")))
                .as("another start asks no second time")
                .isEqualTo(checkpoint);
        assertThat(Checkpoint.decode(checkpoint.encode())).isEqualTo(checkpoint);
    }

    /** They may be in a topic that was deleted: whoever waits for them waits for ever. */
    @Test
    void a_frontier_does_not_name_rows_from_before_a_table_returned() {
        Frontier.Covered kept = new Frontier.Covered("public.a", false, 0, false, 1, "0/1", "0/2", 1);
        Frontier.Covered lost = new Frontier.Covered("public.b", false, 3, false, 1, "0/1", "0/3", 1);
        Checkpoint checkpoint =
                FIRST.watching(Map.of("public.a", "1", "public.b", "2")).leaving(List.of(kept, lost));

        assertThat(checkpoint.watching(Map.of("public.a", "1", "public.b", "3")).uncovered())
                .containsExactly(kept);
    }

    @Test
    void so_are_those_of_a_table_whose_schema_is_another_than_in_topics() {
        Frontier.Covered kept = new Frontier.Covered("public.a", false, 0, false, 1, "0/1", "0/2", 1);
        Frontier.Covered lost = new Frontier.Covered("public.b", false, 3, false, 1, "0/1", "0/3", 1);
        Checkpoint checkpoint =
                FIRST.watching(Map.of("app.a", "1", "app.b", "2")).leaving(List.of(kept, lost));

        assertThat(checkpoint.watching(Map.of("app.a", "1", "app.b", "3")).uncovered())
                .containsExactly(kept);
    }

    @Test
    void a_table_that_left_is_dropped_with_its_requests() {
        Checkpoint asked = FIRST.watching(Map.of("public.a", "1", "public.b", "2"));
        asked = asked.with(
                asked.tables(),
                asked.resyncs()
                        .requested(new Resyncs.Request("1", List.of("public.b")))
                        .requested(new Resyncs.Request("2", List.of("public.a", "public.b")))
                        .requested(new Resyncs.Request("3", List.of()))
                        .read(5));

        Checkpoint left = asked.watching(Map.of("public.a", "1"));

        assertThat(left.wholeTables()).containsExactly("public.a");
        assertThat(left.resyncs().waiting())
                .containsExactly(new Resyncs.Request("2", List.of("public.a")), new Resyncs.Request("3", List.of()));
        assertThat(left.resyncs().running()).isTrue();
    }

    @Test
    void a_served_request_is_removed_and_a_later_one_stays() {
        Frontier.Resync before = new Frontier.Resync("public.b", "0/1", "0/2");
        Frontier.Resync after = new Frontier.Resync("public.b", "0/5", "0/6");
        Resyncs resyncs = Resyncs.NONE
                .finished(Set.of(), List.of(before))
                .requested(new Resyncs.Request("1", List.of("public.b")))
                .requested(new Resyncs.Request("2", List.of("public.b")))
                .read(3)
                .finished(Set.of("1"), List.of(after));

        assertThat(resyncs.isWaiting("1")).isFalse();
        assertThat(resyncs.isWaiting("2")).isTrue();
        assertThat(resyncs.running()).isFalse();
        assertThat(resyncs.done()).containsExactly(after);
    }

    @Test
    void tables_that_join_while_others_wait_join_their_request_and_no_other() {
        Checkpoint joined = FIRST.watching(Map.of("public.a", "1")).watching(Map.of("public.a", "1", "public.b", "2"));
        joined =
                joined.with(joined.tables(), joined.resyncs().requested(new Resyncs.Request("1", List.of("public.a"))));

        List<Resyncs.Request> waiting = joined.watching(Map.of("public.a", "1", "public.b", "2", "public.c", "3"))
                .resyncs()
                .waiting();

        assertThat(waiting)
                .extracting(Resyncs.Request::tables)
                .containsExactly(List.of("public.a"), List.of("public.b", "public.c"));
        assertThat(waiting.get(0).id()).isEqualTo("1");
    }

    @Test
    void incremental_snapshots_add_up_and_stay_sorted() {
        Frontier.Resync a = new Frontier.Resync("public.a", "0/7", "0/8");
        Frontier.Resync b = new Frontier.Resync("public.b", "0/1", "0/2");
        Frontier.Resync c = new Frontier.Resync("public.c", "0/5", "0/6");
        Resyncs resyncs =
                Resyncs.NONE.read(3).finished(Set.of(), List.of(b)).read(4).finished(Set.of(), List.of(c, a));

        assertThat(resyncs.rows()).isEqualTo(7);
        assertThat(resyncs.done()).containsExactly(a, b, c);
    }
}
