package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far a task says that it is with a snapshot. */
class BackfillTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Two tenants a step. */
    private final OneTask task =
            new OneTask(new EngineSettings(2, Duration.ZERO), "public.tenants", "public.user_roles");

    @Test
    void how_many_rows_there_are_is_not_known_before_a_frontier_says_so() {
        assertThat(task.current().backfill()).contains(Backfill.reading(0, Backfill.UNKNOWN));
        tenants(5);
        assertThat(task.current().backfill()).contains(Backfill.reading(5, Backfill.UNKNOWN));
        task.frontierInSnapshot(SECOND);
        assertThat(task.current().backfill()).contains(Backfill.reading(5, Backfill.UNKNOWN));
    }

    @Test
    void tenants_are_counted_while_they_are_evaluated_for_the_first_time() {
        tenants(5);

        assertThat(task.frontierAfter(SECOND)).isTrue();
        assertThat(task.current().backfill()).contains(Backfill.evaluating(2, 5));
        assertThat(task.step()).isTrue();
        assertThat(task.current().backfill()).contains(Backfill.evaluating(4, 5));
        assertThat(task.step()).isFalse();
        assertThat(task.current().backfill()).isEmpty();
    }

    @Test
    void a_restart_in_the_middle_counts_what_is_left() {
        tenants(5);
        task.frontierAfter(SECOND);
        task.restart();

        task.frontierAfter(SECOND);

        assertThat(task.current().backfill()).contains(Backfill.evaluating(2, 3));
        task.finish();
        assertThat(task.current().backfill()).isEmpty();
    }

    @Test
    void rows_are_counted_that_a_frontier_waits_for() {
        tenants(3);
        task.newEpoch();
        task.frontierInSnapshot(SECOND);
        task.snapshot(SourceTable.TENANTS, "t0", Map.of("id", "t0"));
        Envelopes.Event late =
                task.later(SourceTable.USER_ROLES, "1", Map.of("id", "1", "tenant_id", "t0", "user_id", "1"));
        task.frontierAfter(SECOND);

        assertThat(task.current().backfill()).contains(Backfill.reading(1, 2));
        task.take(late);
        task.finish();
        assertThat(task.current().backfill()).isEmpty();
    }

    @Test
    void a_later_snapshot_is_one_more_backfill_and_every_other_frontier_none() {
        tenants(5);
        task.frontierAfter(SECOND);
        task.finish();
        for (int i = 0; i < 5; i++) {
            task.put(SourceTable.TENANTS, "t" + i, Map.of("id", "t" + i, "name", "other"));
        }
        task.frontierAfter(SECOND);
        assertThat(task.current().backfill()).isEmpty();
        task.finish();
        task.newEpoch();
        task.frontierInSnapshot(SECOND);
        tenants(5);
        assertThat(task.current().backfill()).contains(Backfill.reading(5, Backfill.UNKNOWN));

        task.frontierAfter(SECOND);

        assertThat(task.current().backfill().orElseThrow().stage()).isEqualTo(Backfill.Stage.EVALUATING);
        assertThat(task.current().backfill().orElseThrow().expected()).isEqualTo(5);
    }

    private void tenants(int count) {
        for (int i = 0; i < count; i++) {
            task.snapshot(SourceTable.TENANTS, "t" + i, Map.of("id", "t" + i));
        }
    }
}
