package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.json.MalformedRecordException;
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
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final long FAR = 17L << 30;

    private final SortedKeyValues store = new SortedKeyValues();
    private final List<String> applied = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private Intake intake = open();

    private Intake open() {
        return new Intake(new Space(store, 1), Arrivals.ofReference(new Space(store, 2)), new Intake.Task() {
            @Override
            public SourceTable table(RowChange change) throws MalformedRecordException {
                return SourceTable.named(change.schema(), change.table())
                        .orElseThrow(() -> new MalformedRecordException("unknown table"));
            }

            @Override
            public void apply(SourceTable table, RowChange change, byte[] key, byte[] value)
                    throws MalformedRecordException {
                if (change.key().contains("wrong")) {
                    throw new MalformedRecordException("wrong column");
                }
                applied.add(change.key());
            }

            @Override
            public void reject(byte[] key, byte[] value, String reason) {
                rejected.add(reason);
            }
        });
    }

    private static byte[] row(String op, SourcePosition position) {
        byte[] value = Envelopes.event(
                        SourceTable.FEATURE_CATALOG,
                        Map.of("id", "x"),
                        RowChange.Op.UPDATE,
                        null,
                        Map.of("id", "x"),
                        position,
                        NOON)
                .value();
        return bytes(new String(value, StandardCharsets.UTF_8).replace("\"op\":\"u\"", "\"op\":\"" + op + "\""));
    }

    private void take(String key, SourcePosition position) {
        intake.take(bytes(key), row("u", position));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SourcePosition at(int epoch, long lsn) {
        return new SourcePosition(epoch, lsn, lsn + 1);
    }

    private boolean has(SourcePosition position) {
        return intake.includes(new Frontier.Covered(
                SourceTable.FEATURE_CATALOG.qualifiedName(),
                false,
                0,
                false,
                position.epoch(),
                Lsn.text(position.previousCommit()),
                Lsn.text(position.lsn()),
                1));
    }

    private void frontier(int epoch, long lsn) {
        intake.onFrontier(new Frontier(NOON, Lsn.text(lsn), Lsn.text(lsn), epoch, true, List.of()));
        while (intake.takeFarRows(1)) {
            // until nothing is left
        }
    }

    @Test
    void a_row_that_is_older_is_a_replay() {
        assertThat(intake.replays()).isZero();
        take("row", at(1, 100));
        take("older", at(1, 50));
        take("older still", at(1, 40));
        assertThat(applied).containsExactly("row");
        assertThat(intake.replays()).isEqualTo(2);
    }

    @Test
    void how_far_the_frontier_was_is_known_to_the_next_process() {
        frontier(1, 100);
        assertThat(intake.keepsFarRows()).isFalse();
        intake = open();
        assertThat(intake.keepsFarRows()).isFalse();
        take("stranger", at(1, 100 + FAR));
        assertThat(applied).isEmpty();
        take("row", at(1, 110));
        assertThat(applied).containsExactly("row");
        frontier(1, 200 + FAR);
        assertThat(applied).hasSize(2);
        assertThat(intake.keepsFarRows()).as("none any more").isFalse();
    }

    @Test
    void a_row_that_is_rejected_has_arrived() {
        take("wrong", at(1, 100));
        assertThat(rejected).containsExactly("wrong column");
        assertThat(has(at(1, 100))).isTrue();
        intake.take(bytes("x"), row("?", at(1, 200)));
        assertThat(rejected).hasSize(2);
        assertThat(has(at(1, 200)))
                .as("what cannot be decoded but says which change it is")
                .isTrue();
        intake.take(new byte[0], row("u", at(1, 300)));
        assertThat(has(at(1, 300))).as("without a key").isTrue();
    }

    @Test
    void what_does_not_say_which_change_it_is_counts_for_nothing() {
        intake.take(bytes("x"), bytes("{\"op\":\"u\"}"));
        intake.take(bytes("x"), bytes("not JSON"));
        assertThat(rejected).hasSize(2);
        take("row", at(1, 1));
        assertThat(applied).containsExactly("row");
    }

    @Test
    void a_position_that_no_frontier_is_near_hides_no_later_row_and_opens_no_gate() {
        frontier(1, 100);
        for (SourcePosition wrong : List.of(at(1, 100 + FAR), at(2, 100), at(900_000, 5))) {
            take("stranger", wrong);
            intake.take(bytes("x"), row("?", wrong));
        }
        assertThat(has(at(1, 110))).isFalse();
        assertThat(intake.keepsFarRows()).isTrue();
        take("row", at(1, 110));
        intake.onFrontier(new Frontier(NOON, Lsn.text(120), Lsn.text(120), 1, true, List.of()));
        assertThat(intake.waits()).as("frontiers are not held up").isFalse();
        take("another", at(1, 130));
        assertThat(applied).containsExactly("row", "another");
        assertThat(has(at(1, 110))).isTrue();
        assertThat(intake.replays()).isZero();
    }

    /** The first rows of a snapshot, and those behind a time in which nobody wrote frontiers. */
    @Test
    void far_rows_are_taken_in_order_once_a_frontier_is_near_also_after_a_restart() {
        frontier(1, 100);
        take("a", at(1, 100 + FAR));
        take("b", at(1, 200 + FAR));
        take("snapshot", new SourcePosition(2, 0, 700));
        assertThat(applied).isEmpty();
        intake = open();
        intake.onFrontier(new Frontier(NOON, Lsn.text(300 + FAR), Lsn.text(300 + FAR), 1, true, List.of()));
        assertThat(intake.waits()).as("no frontier may be reached").isTrue();
        take("c", at(1, 400 + FAR));
        assertThat(applied).as("in order").isEmpty();
        while (intake.takeFarRows(1)) {
            // until nothing is left
        }
        assertThat(applied).containsExactly("a", "b", "c");
        assertThat(intake.waits()).as("for the snapshot's").isFalse();
        frontier(2, 0);
        assertThat(applied).containsExactly("a", "b", "c", "snapshot");
        assertThat(intake.replays()).isZero();
    }

    /** Counted at once, it would make replays of the rows that wait. */
    @Test
    void what_cannot_be_decoded_waits_its_turn_behind_rows_that_were_far() {
        frontier(1, 100);
        take("a", at(1, 100 + FAR));
        intake.onFrontier(new Frontier(NOON, Lsn.text(300 + FAR), Lsn.text(300 + FAR), 1, true, List.of()));
        intake.take(bytes("x"), row("?", at(1, 200 + FAR)));
        while (intake.takeFarRows(1)) {
            // until nothing is left
        }
        assertThat(applied).containsExactly("a");
        assertThat(rejected).hasSize(1);
        assertThat(intake.replays()).isZero();
        assertThat(has(at(1, 200 + FAR))).isTrue();
    }

    @Test
    void before_the_first_frontier_all_is_taken_that_can_be() {
        take("row", at(7, 1L << 45));
        assertThat(applied).containsExactly("row");
        take("stranger", new SourcePosition(Integer.MAX_VALUE, 1, 1));
        take("row", at(7, 1 + (1L << 45)));
        assertThat(applied).hasSize(2);
        assertThat(rejected).hasSize(1);
    }
}
