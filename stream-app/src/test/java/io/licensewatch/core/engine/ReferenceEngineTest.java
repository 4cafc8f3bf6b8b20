package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues store = new SortedKeyValues();
    private final ReferenceEngine engine = new ReferenceEngine(store);

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
        change("first commit", 100, 110);
        assertThat(released(300, 310)).containsExactly("first commit", "second commit, begun first");
    }

    @Test
    void rows_of_one_statement_share_a_position_and_none_is_lost_through_a_restart() throws MalformedRecordException {
        change("a", 100, 110);
        new ReferenceEngine(store).onChange(key("b"), event("b", 100, 110).value());
        assertThat(released(100, 120)).containsExactly("a", "b");
    }

    private void change(String id, long previousCommit, long lsn) throws MalformedRecordException {
        engine.onChange(key(id), event(id, previousCommit, lsn).value());
    }

    private static Envelopes.Event event(String id, long previousCommit, long lsn) {
        return Envelopes.event(
                SourceTable.FEATURE_CATALOG,
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

    private List<String> released(long previousCommit, long lsn) {
        Frontier frontier = new Frontier(NOON, Lsn.text(lsn), Lsn.text(previousCommit), 1, true, List.of());
        return engine.release(frontier).stream().map(WaitingLine.Item::key).toList();
    }
}
