package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that a snapshot does not bring are gone once it is whole. */
class StaleRowPurgeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(new EngineSettings(1, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    private void tenantOfThree() {
        seats.offering("team", 10);
        seats.tenant("acme", "team");
        seats.hire("acme", "ann", "bob", "cid");
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isEqualTo(3);
        task.statuses.clear();
    }

    private void snapshot(SourceTable table, String id, Map<String, Object> row) {
        task.snapshot(table, id, row);
    }

    @Test
    void rows_that_a_new_epoch_does_not_bring_are_purged_when_its_snapshot_completes() {
        tenantOfThree();
        task.newEpoch();
        snapshot(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 10));
        snapshot(SourceTable.TENANTS, "acme", Seats.tenantRow("acme", "team"));
        snapshot(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        task.frontierInSnapshot(SECOND);
        task.finish();
        assertThat(task.statuses).isEmpty();
        snapshot(SourceTable.USER_ROLES, "cid", Seats.hired("acme", "cid"));
        seats.frontierAfter(SECOND);
        assertThat(task.statuses).as("published once, of what is whole").hasSize(1);
        assertThat(seats.used("acme")).isEqualTo(2);
        assertThat(task.statuses.get(0).seats().limit()).isEqualTo(10);
    }

    @Test
    void a_reference_row_that_it_does_not_bring_is_gone_for_those_that_asked_for_it() {
        tenantOfThree();
        seats.tenant("other", "none");
        seats.frontierAfter(SECOND);
        task.statuses.clear();
        task.newEpoch();
        snapshot(SourceTable.TENANTS, "acme", Seats.tenantRow("acme", "team"));
        snapshot(SourceTable.TENANTS, "other", Seats.tenantRow("other", "none"));
        for (String user : new String[] {"ann", "bob", "cid"}) {
            snapshot(SourceTable.USER_ROLES, user, Seats.hired("acme", user));
        }
        seats.frontierAfter(SECOND);
        assertThat(task.statuses).singleElement().satisfies(status -> {
            assertThat(status.tenantId()).isEqualTo("acme");
            assertThat(status.seats().limit()).isNull();
        });
    }

    @Test
    void a_reference_row_that_a_resync_does_not_bring_is_purged_without_other_changes() {
        tenantOfThree();
        task.resynced(SourceTable.PRODUCT_OFFERINGS);
        seats.frontierAfter(SECOND);
        assertThat(task.statuses)
                .singleElement()
                .satisfies(status -> assertThat(status.seats().limit()).isNull());
    }

    @Test
    void a_tenant_of_which_it_brings_nothing_is_gone() {
        tenantOfThree();
        task.newEpoch();
        seats.frontierAfter(SECOND);
        assertThat(task.published.retiredStatuses).containsExactly("acme");
        assertThat(task.statuses).isEmpty();
        seats.frontierAfter(SECOND);
        assertThat(task.published.retiredStatuses).hasSize(1);
    }

    @Test
    void a_resync_of_one_table_purges_only_rows_of_that_table() {
        tenantOfThree();
        task.resynced(SourceTable.USER_ROLES);
        task.readByResync(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        seats.hire("acme", "dan");
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isEqualTo(2);
        assertThat(task.statuses)
                .last()
                .satisfies(status -> assertThat(status.seats().limit()).isEqualTo(10));
        assertThat(task.published.retiredStatuses).isEmpty();
    }

    @Test
    void a_resync_of_a_second_table_purges_again() {
        tenantOfThree();
        task.resynced(SourceTable.ROLES);
        seats.frontierAfter(SECOND);
        assertThat(task.statuses).isEmpty();
        task.resynced(SourceTable.USER_ROLES);
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isZero();
    }

    @Test
    void many_rows_are_purged_in_steps_also_over_a_restart_and_are_searched_once() {
        seats.offering("team", 10);
        seats.tenant("acme", "team");
        for (int user = 0; user < 100; user++) {
            seats.hire("acme", "user" + user);
        }
        seats.frontierAfter(SECOND);
        task.statuses.clear();
        task.newEpoch();
        snapshot(SourceTable.TENANTS, "acme", Seats.tenantRow("acme", "team"));
        assertThat(task.frontierAfter(SECOND)).isTrue();
        int steps = 0;
        while (task.statuses.isEmpty()) {
            task.restart();
            assertThat(task.step()).as("something is left, or published").isTrue();
            steps++;
        }
        task.finish();
        assertThat(steps).isBetween(5, 20);
        assertThat(task.statuses).hasSize(1);
        assertThat(seats.used("acme")).isZero();
        assertThat(task.frontierAfter(SECOND)).as("nothing is looked for again").isFalse();
        assertThat(task.state.get(TaskKeys.snapshotCursor())).isNull();
    }

    @Test
    void a_frontier_costs_no_more_after_a_snapshot_however_many_rows_exist() {
        seats.tenant("acme", "team");
        seats.frontierAfter(SECOND);
        task.newEpoch();
        snapshot(SourceTable.TENANTS, "acme", Seats.tenantRow("acme", "team"));
        for (int user = 0; user < 100; user++) {
            snapshot(SourceTable.USER_ROLES, "user" + user, Seats.hired("acme", "user" + user));
        }
        assertThat(task.frontierAfter(SECOND)).isTrue();
        task.finish();
        assertThat(seats.used("acme")).isEqualTo(100);
        assertThat(task.frontierAfter(SECOND)).isFalse();
    }

    @Test
    void a_second_resync_of_a_table_purges_again() {
        tenantOfThree();
        task.resynced(SourceTable.USER_ROLES);
        task.readByResync(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isEqualTo(1);
        task.resynced(SourceTable.USER_ROLES);
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isZero();
    }
}
