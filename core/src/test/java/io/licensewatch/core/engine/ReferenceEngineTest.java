package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.JsonCodec;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues store = new SortedKeyValues();
    private final Output output = new Output();
    private ReferenceEngine engine = open(100);

    private ReferenceEngine open(int rowsPerStep) {
        return new ReferenceEngine(store, new FrontierRules(6), rowsPerStep, output);
    }

    private void restart(int rowsPerStep) {
        engine = open(rowsPerStep);
    }

    @Test
    void a_change_waits_for_the_frontier_that_covers_it() throws MalformedRecordException {
        change("early", 100, 110);
        change("late", 100, 130);
        assertThat(released(100, 120)).containsExactly("early");
        assertThat(released(100, 125)).isEmpty();
        assertThat(released(100, 140)).containsExactly("late");
        assertThat(released(100, 150)).isEmpty();
    }

    @Test
    void changes_go_out_in_the_order_of_commits_and_not_of_their_tables_topics() throws MalformedRecordException {
        change("second commit, begun first", 200, 105);
        engine.onChange(
                key("first commit"),
                event(SourceTable.FEATURE_PERMISSIONS, "first commit", 100, 110).value());
        assertThat(released(300, 310)).containsExactly("first commit", "second commit, begun first");
    }

    @Test
    void rows_of_one_statement_share_a_position_and_none_is_lost_through_a_restart() throws MalformedRecordException {
        change("a", 100, 110);
        restart(100);
        change("b", 100, 110);
        assertThat(released(100, 120)).containsExactly("a", "b");
    }

    @Test
    void many_changes_are_sent_in_steps_and_their_frontier_last_also_over_restarts() throws MalformedRecordException {
        restart(2);
        for (int i = 0; i < 5; i++) {
            change("a" + i, 100, 110 + i);
        }
        change("b", 200, 210);
        engine.onFrontier(frontier(150, 160), NOON, NOON);
        engine.onFrontier(frontier(250, 260), NOON, NOON);
        assertThat(engine.step()).isTrue();
        assertThat(output.sent).containsExactly("a0", "a1");
        restart(2);
        engine.onChange(
                key("late"),
                event(SourceTable.FEATURE_PERMISSIONS, "late", 100, 109).value());
        assertThat(engine.step()).isTrue();
        restart(2);
        stepUntilNothingIsLeft();
        assertThat(output.sent)
                .containsExactly("a0", "a1", "late", "a2", "a3", "a4", "frontier 0/A0", "b", "frontier 0/104");
        assertThat(engine.step()).isFalse();
    }

    @Test
    void changes_that_are_far_from_the_last_frontier_go_out_in_steps_once_one_is_near()
            throws MalformedRecordException {
        restart(1);
        assertThat(released(100, 120)).isEmpty();
        assertThat(engine.keepsFarRows()).isFalse();
        long far = 1L << 40;
        change("a", far, far + 1);
        assertThat(engine.keepsFarRows()).isTrue();
        change("b", far, far + 2);
        change("c", far, far + 3);
        engine.onFrontier(frontier(far, far + 9), NOON, NOON);
        assertThat(engine.step()).isTrue();
        assertThat(output.sent).as("the far ones are taken first").isEmpty();
        stepUntilNothingIsLeft();
        assertThat(output.sent).containsExactly("a", "b", "c", "frontier " + Lsn.text(far + 9));
        assertThat(engine.keepsFarRows()).isFalse();

        engine.onTenantlessChange(
                key("d"),
                event(SourceTable.USER_ROLES, "d", 2 * far, 2 * far + 1).value());
        assertThat(engine.keepsFarRows()).isTrue();
        engine.onFrontier(frontier(2 * far, 2 * far + 9), NOON, NOON);
        stepUntilNothingIsLeft();
        assertThat(output.sent).endsWith("d", "frontier " + Lsn.text(2 * far + 9));
        assertThat(engine.keepsFarRows()).isFalse();
    }

    @Test
    void a_row_of_a_table_that_does_not_belong_in_its_topic_is_rejected() {
        engine.onChange(key("x"), event(SourceTable.USER_ROLES, "x", 100, 110).value());
        engine.onTenantlessChange(
                key("x"), event(SourceTable.FEATURE_CATALOG, "x", 100, 110).value());
        engine.onStanding(key("x"), event(SourceTable.USER_ROLES, "x", 100, 110).value());
        assertThat(output.rejected)
                .containsExactly(
                        "table public.user_roles is not one of this topic",
                        "table " + SourceTable.FEATURE_CATALOG.qualifiedName() + " is not one of this topic",
                        "table public.user_roles is not one of this topic");
        output.rejected.clear();
    }

    @Test
    void a_frontier_that_overtook_a_row_waits_for_it_and_says_for_which() throws MalformedRecordException {
        Frontier.Covered row = covered(SourceTable.FEATURE_CATALOG, false, 1);
        Frontier.Covered tenantless = covered(SourceTable.USER_ROLES, true, 1);
        Frontier.Covered ofTenants = covered(SourceTable.USER_ROLES, false, 9);
        assertThat(engine.missing()).isEmpty();
        engine.onFrontier(frontier(100, 120).covering(List.of(ofTenants, row, tenantless)), NOON, NOON);
        assertThat(engine.step()).isFalse();
        assertThat(engine.missing()).contains(row);

        change("late", 100, 110);
        assertThat(engine.step()).isFalse();
        assertThat(output.sent).isEmpty();
        assertThat(engine.missing()).contains(tenantless);

        engine.onTenantlessChange(
                key("tenantless"),
                event(SourceTable.USER_ROLES, "tenantless", 100, 110).value());
        assertThat(engine.step()).isFalse();
        assertThat(output.sent).containsExactly("late", "tenantless", "frontier 0/78");
        assertThat(engine.missing()).isEmpty();
    }

    private static Frontier.Covered covered(SourceTable table, boolean tenantless, long rows) {
        return new Frontier.Covered(table.qualifiedName(), tenantless, 0, false, 1, Lsn.text(100), Lsn.text(110), rows);
    }

    private void change(String id, long previousCommit, long lsn) {
        engine.onChange(key(id), event(id, previousCommit, lsn).value());
    }

    private static Envelopes.Event event(String id, long previousCommit, long lsn) {
        return event(SourceTable.FEATURE_CATALOG, id, previousCommit, lsn);
    }

    private static Envelopes.Event event(SourceTable table, String id, long previousCommit, long lsn) {
        return Envelopes.event(
                table,
                Map.of("id", id),
                RowChange.Op.CREATE,
                null,
                Map.of("id", id),
                new SourcePosition(1, previousCommit, lsn),
                NOON);
    }

    private static byte[] key(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private static Frontier frontier(long previousCommit, long lsn) {
        return new Frontier(NOON, Lsn.text(lsn), Lsn.text(previousCommit), 1, true, List.of());
    }

    /** What is sent before a frontier. */
    private List<String> released(long previousCommit, long lsn) throws MalformedRecordException {
        engine.onFrontier(frontier(previousCommit, lsn), NOON, NOON);
        assertThat(engine.step()).isFalse();
        List<String> sent = new ArrayList<>(output.sent);
        output.sent.clear();
        assertThat(sent.remove(sent.size() - 1)).isEqualTo("frontier " + Lsn.text(lsn));
        return sent;
    }

    private void stepUntilNothingIsLeft() {
        while (engine.step()) {
            assertThat(output.sent).hasSizeLessThan(100);
        }
    }

    @AfterEach
    void nothingElseWasRejected() {
        assertThat(output.rejected).isEmpty();
    }

    private static final class Output implements ReferenceOutput {
        private final List<String> sent = new ArrayList<>();
        private final List<String> rejected = new ArrayList<>();

        @Override
        public void change(DurableQueue.Item change, long timestamp) {
            assertThat(timestamp).as("of its frontier").isEqualTo(NOON.toEpochMilli());
            sent.add(new String(change.key(), StandardCharsets.UTF_8));
        }

        @Override
        public void frontier(byte[] json, long timestamp) {
            assertThat(timestamp).isEqualTo(NOON.toEpochMilli());
            try {
                sent.add("frontier " + JsonCodec.FRONTIER.decode(json).lsn());
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            rejected.add(reason);
        }
    }
}
