package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontierGateTest {
    private static final SourceTable TABLE = SourceTable.FEATURE_CATALOG;

    private final SortedKeyValues store = new SortedKeyValues();
    private Intake rows = intake();
    private FrontierGate gate = open();

    private Intake intake() {
        return new Intake(new Space(store, 1), Arrivals.ofReference(new Space(store, 2)), new Intake.Task() {
            @Override
            public SourceTable table(RowChange change) {
                return TABLE;
            }

            @Override
            public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {}

            @Override
            public void reject(byte[] key, byte[] value, String reason) {
                throw new AssertionError(reason);
            }
        });
    }

    /** Rows of other partitions than 0 are read by another task. */
    private FrontierGate open() {
        return new FrontierGate(
                new Space(store, 3), List.of(new FrontierGate.Input(rows, covered -> covered.partition() == 0)));
    }

    @Test
    void a_frontier_passes_when_all_its_rows_have_arrived() {
        assertThat(gate.passes(at(300))).isTrue();
        assertThat(gate.passes(at(300, covered(290, 2)))).isFalse();
        arrives(290);
        assertThat(gate.passes(at(300, covered(290, 2)))).isFalse();
        arrives(290);
        assertThat(gate.passes(at(300, covered(290, 2)))).isTrue();
        assertThat(gate.passes(
                        at(300, new Frontier.Covered(TABLE.qualifiedName(), false, 1, false, 1, "0/1", "0/2", 1))))
                .as("rows of another task")
                .isTrue();
    }

    @Test
    void frontiers_behind_one_that_waits_wait_too() {
        gate.add(at(300, covered(290, 1)));
        assertThat(gate.passes(at(400))).isFalse();
        gate.add(at(400));
        assertThat(gate.ready()).isEmpty();
        assertThat(gate.missing()).contains(covered(290, 1));
        assertThat(gate.holdsUpTo(position(299))).isFalse();
        assertThat(gate.holdsUpTo(position(300))).isTrue();

        arrives(290);
        assertThat(gate.missing()).isEmpty();
        assertThat(gate.ready().orElseThrow().frontier().position()).isEqualTo(position(300));
        assertThat(gate.passes(at(500))).as("it stays until it is removed").isFalse();
        gate.removeFirst();
        assertThat(gate.ready().orElseThrow().frontier()).isEqualTo(at(400));
        gate.removeFirst();
        assertThat(gate.isEmpty()).isTrue();
        assertThat(gate.passes(at(500))).isTrue();
    }

    @Test
    void rows_that_no_frontier_was_near_are_taken_before_any_frontier_passes() {
        rows.onFrontier(at(100));
        take(position(20L << 30));
        rows.onFrontier(at(20L << 30));
        assertThat(gate.passes(at(20L << 30))).isFalse();
        assertThat(rows.takeFarRows(9)).isFalse();
        assertThat(gate.passes(at(20L << 30))).isTrue();
    }

    @Test
    void the_first_is_known_until_it_is_removed_or_one_comes_before_it() {
        assertThat(gate.first()).isEmpty();
        gate.add(at(300));
        assertThat(gate.first().orElseThrow().frontier()).isEqualTo(at(300));
        gate.add(at(400));
        assertThat(gate.first().orElseThrow()).isSameAs(gate.first().orElseThrow());
        gate.add(at(200));
        assertThat(gate.first().orElseThrow().frontier()).isEqualTo(at(200));
        gate.removeFirst();
        assertThat(gate.first().orElseThrow().frontier()).isEqualTo(at(300));
        gate = open();
        assertThat(gate.first().orElseThrow().frontier())
                .as("by another process")
                .isEqualTo(at(300));
        gate.removeFirst();
        gate.removeFirst();
        assertThat(gate.first()).isEmpty();
        gate.removeFirst();
        gate.add(at(500));
        assertThat(gate.first().orElseThrow().frontier()).isEqualTo(at(500));
    }

    @Test
    void what_was_decoded_when_it_arrived_is_not_decoded_again() {
        Frontier first = at(300);
        Frontier second = at(400);
        gate.add(first);
        gate.add(second);
        assertThat(gate.first().orElseThrow().frontier()).isSameAs(first);
        gate.removeFirst();
        assertThat(gate.first().orElseThrow().frontier()).isSameAs(second);
    }

    @Test
    void how_many_rows_of_a_snapshot_have_arrived_is_known_while_its_frontier_waits() {
        assertThat(gate.snapshotRows()).isEmpty();
        gate.add(at(300, covered(290, 3)));
        arrives(290);
        assertThat(gate.snapshotRows()).contains(new FrontierGate.Arrived(1, 3));
    }

    private void arrives(long lsn) {
        take(position(lsn));
    }

    private void take(SourcePosition position) {
        Envelopes.Event event = Envelopes.event(
                TABLE, Map.of("id", "x"), RowChange.Op.UPDATE, null, Map.of("id", "x"), position, Instant.EPOCH);
        rows.take(event.key(), event.value());
    }

    private static Frontier.Covered covered(long lsn, long rows) {
        return new Frontier.Covered(TABLE.qualifiedName(), false, 0, false, 1, Lsn.text(lsn), Lsn.text(lsn), rows);
    }

    private static SourcePosition position(long lsn) {
        return new SourcePosition(1, lsn, lsn);
    }

    private static Frontier at(long lsn, Frontier.Covered... covered) {
        return new Frontier(
                Instant.EPOCH, Lsn.text(lsn), Lsn.text(lsn), 1, true, List.of(), List.of(), List.of(covered));
    }
}
