package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final SortedKeyValues store = new SortedKeyValues();
    private final Backlog backlog = new Backlog(
            store,
            new EvaluationQueue(new SortedKeyValues(), tenantId -> {}),
            new DependencyIndex(new SortedKeyValues()),
            new Timers(new SortedKeyValues()));
    private final Frontier frontier =
            new Frontier(Instant.parse("2026-03-10T12:00:00Z"), Lsn.text(100), Lsn.text(50), 1, true, List.of());

    private void evaluatedWhileAnAnswerChanges(String... tenants) {
        backlog.changedLookups().changed(1, frontier.position(), frontier.position());
        for (String tenant : tenants) {
            backlog.evaluated(tenant, frontier);
        }
        backlog.passed();
    }

    @Test
    void how_far_tenants_are_is_forgotten_in_steps_once_nothing_is_left() {
        evaluatedWhileAnAnswerChanges("a", "b", "c", "d", "e");
        backlog.tidy(2);
        assertThat(store.size()).isEqualTo(3);
        backlog.tidy(2);
        assertThat(store.size()).isEqualTo(1);
        backlog.tidy(2);
        assertThat(store.size()).isZero();
    }

    @Test
    void also_where_an_answer_changes_half_way() {
        evaluatedWhileAnAnswerChanges("b", "c", "d");
        backlog.tidy(2);
        evaluatedWhileAnAnswerChanges("a", "b");
        backlog.tidy(2);
        backlog.tidy(2);
        assertThat(store.size()).isZero();
    }
}
