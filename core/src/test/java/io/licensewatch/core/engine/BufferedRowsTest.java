package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BufferedRowsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int BUDGET = 2;
    private static final int ROWS = 500;

    private final OneTask task = new OneTask(
            new EngineSettings(BUDGET, Duration.ZERO),
            "public.tenants",
            "public.user_roles",
            "public.product_offerings");

    /** A Kafka transaction has to end before its time is over, or everything begins anew for ever. */
    @Test
    void the_buffered_rows_of_a_large_transaction_are_applied_in_steps() {
        task.put(SourceTable.TENANTS, "t", Map.of("id", "t", "name", "t", "status", "active"));
        task.frontierAfter(SECOND);
        task.finish();
        user(0);
        user(1);
        task.frontierBeforeTheLastRow(SECOND);
        task.finish();
        task.statuses.clear();
        for (int i = 2; i < ROWS; i++) {
            user(i);
        }
        int steps = task.frontierAfter(SECOND) ? 1 : 0;
        while (task.statuses.isEmpty() && task.step()) {
            steps++;
        }
        task.finish();
        assertThat(steps).isGreaterThan(ROWS / (BUDGET * 10));
        assertThat(task.statuses).as("published when all of them are there").hasSize(1);
        assertThat(task.statuses.get(0).seats().used()).isEqualTo(ROWS);
    }

    private void user(int number) {
        String id = "user-" + number;
        task.put(SourceTable.USER_ROLES, id, Map.of("id", id, "tenant_id", "t", "user_id", id, "role_id", "member"));
    }

    @Test
    void rows_of_one_position_keep_their_order_and_their_places_over_a_restart() {
        SortedKeyValues store = new SortedKeyValues();
        BufferedRows buffered = new BufferedRows(store, SourcePosition.START);
        add(buffered, "t", "a");
        add(buffered, "t", "b");
        buffered = new BufferedRows(store, SourcePosition.START);
        add(buffered, "t", "c");
        buffered = new BufferedRows(store, SourcePosition.START);
        add(buffered, "other", "x");
        add(buffered, "t", "d");

        assertThat(buffered.buffers("t")).isTrue();
        assertThat(buffered.buffers("nobody")).isFalse();
        assertThat(released(buffered, 100, 9)).as("none is older").isEmpty();
        assertThat(released(buffered, 101, 2)).containsExactly("a", "b");
        buffered.stopIfEmpty("t");
        assertThat(buffered.buffers("t")).as("rows still wait").isTrue();
        assertThat(released(buffered, 101, 9)).containsExactly("c", "d");
        buffered.stopIfEmpty("t");
        assertThat(buffered.tenants()).containsExactly("other");
        assertThat(new BufferedRows(store, SourcePosition.START).tenants()).containsExactly("other");
    }

    @Test
    void a_tenant_is_ahead_of_a_frontier_until_that_has_come_to_its_newest_row() {
        BufferedRows buffered = new BufferedRows(new SortedKeyValues(), at(100));
        assertThat(buffered.ahead("t", at(99))).as("by an earlier process").isTrue();
        assertThat(buffered.ahead("t", at(100))).isFalse();
        buffered.applied("t", at(103));
        buffered.applied("t", at(102));
        buffered.forgetUpTo(at(102));
        assertThat(buffered.ahead("t", at(102))).isTrue();
        assertThat(buffered.ahead("other", at(102))).isFalse();
        assertThat(buffered.ahead("t", at(103))).isFalse();
        buffered.forgetUpTo(at(103));
        assertThat(buffered.ahead("t", at(102))).as("forgotten").isFalse();
        buffered.appliedToAny(at(105));
        buffered.appliedToAny(at(104));
        assertThat(buffered.ahead("t", at(104))).as("by a truncate").isTrue();
        assertThat(buffered.ahead("t", at(105))).isFalse();
    }

    /** What was decoded when it came, and what is read back, is the same; also when there is more than is kept decoded. */
    @Test
    void a_change_that_waits_is_the_same_whether_it_is_kept_decoded_or_read_back() {
        SortedKeyValues store = new SortedKeyValues();
        BufferedRows buffered = new BufferedRows(store, SourcePosition.START);
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 6; i++) {
            add(buffered, "t", String.valueOf(i), large);
        }
        assertThat(buffered.decoded()).as("there is room for 4 MB").isEqualTo(3);
        List<RowChange> readBack = new BufferedRows(store.copy(), SourcePosition.START).release("t", at(101));
        assertThat(buffered.release("t", at(101))).hasSize(6).isEqualTo(readBack);
        assertThat(store.size()).as("the counter of ordinals").isOne();
        assertThat(buffered.decoded()).isZero();
        add(buffered, "t", "7");
        assertThat(buffered.decoded()).as("there is room again").isOne();
    }

    private static void add(BufferedRows buffered, String tenant, String value) {
        add(buffered, tenant, value, "\u00e9");
    }

    private static void add(BufferedRows buffered, String tenant, String value, String name) {
        Envelopes.Event event = Envelopes.event(
                SourceTable.ROLES,
                Map.of("id", value),
                RowChange.Op.DELETE,
                Map.of("id", value, "name", name),
                null,
                at(100),
                Instant.EPOCH);
        try {
            RowChange change = RowChangeDecoder.decode(event.key(), event.value());
            buffered.add(tenant, change, event.key(), event.value());
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> released(BufferedRows buffered, long lsn, int limit) {
        return buffered.release("t", at(lsn), limit).stream()
                .map(change ->
                        String.valueOf(Objects.requireNonNull(change.before()).get("id")))
                .toList();
    }

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, 50, lsn);
    }
}
