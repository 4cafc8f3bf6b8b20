package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final MemoryHistory history = new MemoryHistory();
    private final Findings findings = new Findings();

    private void row(int partition, String id, RowChange.Op op, SourcePosition position) {
        Map<String, Object> row = Map.of("id", id, "tenant_id", "t" + partition);
        Envelopes.Event event = Envelopes.event(
                SourceTable.ROLES,
                Map.of("id", id),
                op,
                op == RowChange.Op.DELETE ? row : null,
                op == RowChange.Op.DELETE ? null : row,
                position,
                NOON);
        history.add(MemoryHistory.TOPICS.table(SourceTable.ROLES), partition, event.key(), event.value(), NOON);
    }

    private void row(int partition, String id, long lsn) {
        row(partition, id, RowChange.Op.CREATE, new SourcePosition(1, lsn - 1, lsn));
    }

    private static Frontier frontier(int seconds, long lsn, Frontier.Covered... covered) {
        return new Frontier(
                        NOON.plusSeconds(seconds),
                        Lsn.text(lsn),
                        Lsn.text(lsn - 1),
                        1,
                        true,
                        List.of(SourceTable.ROLES.qualifiedName()))
                .covering(List.of(covered));
    }

    private static Frontier.Covered covered(int partition, long lsn, long rows) {
        return new Frontier.Covered(
                SourceTable.ROLES.qualifiedName(), false, partition, false, 1, Lsn.text(lsn - 1), Lsn.text(lsn), rows);
    }

    /** What is handed over: ids of rows, and the seconds of frontiers. */
    private List<String> merged(Instant from, Instant until) {
        List<String> steps = new ArrayList<>();
        Merge merge = new Merge(history, new Range(from, from, until), findings);
        for (Step step = merge.next(); step != null; step = merge.next()) {
            Frontier frontier = step.frontier();
            steps.add(
                    frontier != null
                            ? "at " + (frontier.sourceTime().getEpochSecond() - NOON.getEpochSecond())
                            : new String(Objects.requireNonNull(step.record().key()), StandardCharsets.UTF_8)
                                    .replaceAll("[^a-z]|id", ""));
        }
        return steps;
    }

    private List<String> merged() {
        return merged(NOON, Instant.MAX);
    }

    @Test
    void rows_of_all_partitions_come_in_the_order_of_the_source() {
        row(3, "a", 10);
        row(3, "d", 40);
        row(1, "b", 20);
        row(0, "c", 30);
        row(5, "e", 60);
        history.add(frontier(1, 25, covered(1, 20, 1)));
        history.add(frontier(2, 50, covered(3, 40, 1), covered(0, 30, 1)));
        history.add(frontier(3, 70, covered(5, 60, 1)));

        assertThat(merged()).containsExactly("a", "b", "at 1", "c", "d", "at 2", "e", "at 3");
        assertThat(findings.notes()).isEmpty();
    }

    @Test
    void rows_of_frontiers_before_the_range_come_before_its_first() {
        row(0, "a", 10);
        row(1, "b", 30);
        history.add(frontier(1, 20));
        history.add(frontier(2, 40));
        history.add(frontier(3, 50));

        assertThat(merged(NOON.plusSeconds(2), NOON.plusSeconds(2))).containsExactly("a", "b", "at 2");
    }

    @Test
    void a_row_that_moves_to_another_tenant_is_deleted_before_it_is_created() {
        SourcePosition move = new SourcePosition(1, 9, 10);
        row(1, "created", RowChange.Op.CREATE, move);
        row(4, "deleted", RowChange.Op.DELETE, move);
        history.add(frontier(1, 20, covered(1, 10, 1), covered(4, 10, 1)));

        assertThat(merged()).containsExactly("deleted", "created", "at 1");
    }

    @Test
    void rows_that_were_read_again_stay_behind_what_their_partition_holds_before_them() {
        row(0, "streamed", 50);
        row(0, "again", RowChange.Op.READ, new SourcePosition(1, 29, 30));
        row(1, "other", 40);
        history.add(frontier(1, 45));
        history.add(frontier(2, 60));

        assertThat(merged()).containsExactly("other", "at 1", "streamed", "again", "at 2");
    }

    @Test
    void rows_that_a_frontier_covers_and_the_topics_lack_are_named() {
        row(0, "a", 10);
        row(0, "b", 10);
        history.add(frontier(1, 20, covered(0, 10, 3)));
        history.add(frontier(2, 40, covered(2, 30, 1)));

        assertThat(merged()).containsExactly("a", "b", "at 1", "at 2");
        assertThat(findings.notes())
                .hasSize(2)
                .allMatch(note -> note.contains("rows are missing") && note.contains("public.roles"))
                .anyMatch(note -> note.contains("partition 2") && note.contains("2026-03-10T12:00:02Z"));
    }

    @Test
    void records_of_strangers_are_left_out_or_handed_over_and_hide_nothing() {
        String topic = MemoryHistory.TOPICS.table(SourceTable.ROLES);
        row(0, "far", RowChange.Op.CREATE, new SourcePosition(1, 1L << 50, 1L << 50));
        history.add(topic, 0, "nonsense".getBytes(StandardCharsets.UTF_8), new byte[] {'x'}, NOON);
        history.add(topic, 0, "a".getBytes(StandardCharsets.UTF_8), null, NOON);
        row(0, "b", 10);
        history.add(MemoryHistory.TOPICS.frontier(), 0, new byte[] {'k'}, new byte[] {'x'}, NOON);
        history.add(frontier(1, 20, covered(0, 10, 1)));
        history.add(frontier(2, 15));

        assertThat(merged()).containsExactly("nonsense", "b", "at 1");
        assertThat(findings.notes())
                .anyMatch(note -> note.contains("far beyond"))
                .anyMatch(note -> note.contains("is refused"))
                .noneMatch(note -> note.contains("missing"));
    }

    @Test
    void a_new_snapshot_and_a_time_without_frontiers_are_said() {
        history.add(frontier(1, 20));
        history.add(frontier(600, 30));
        history.add(new Frontier(NOON.plusSeconds(601), Lsn.text(40), Lsn.text(39), 2, false, List.of()));

        assertThat(merged()).containsExactly("at 1", "at 600", "at 601");
        assertThat(findings.notes())
                .anyMatch(note -> note.contains("no frontier between 2026-03-10T12:00:01Z and 2026-03-10T12:10:00Z"))
                .anyMatch(note -> note.contains("epoch 2"));
    }
}
