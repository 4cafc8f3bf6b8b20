package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldBackTest {
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
    void the_many_rows_of_a_transaction_that_waited_for_their_frontier_are_applied_in_steps() {
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
        assertThat(task.statuses).as("told when all of them are there").hasSize(1);
        assertThat(task.statuses.get(0).seats().used()).isEqualTo(ROWS);
    }

    private void user(int number) {
        String id = "user-" + number;
        task.put(SourceTable.USER_ROLES, id, Map.of("id", id, "tenant_id", "t", "user_id", id, "role_id", "member"));
    }
}
