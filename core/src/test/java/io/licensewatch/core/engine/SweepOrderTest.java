package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is looked at, and when, after a change of the reference data. */
class SweepOrderTest {
    private static final int TENANTS = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(
            new EngineSettings(10, Duration.ZERO), "public.product_offerings", "public.tenants", "public.user_roles");

    @Test
    void a_changed_tenant_is_evaluated_before_the_many_of_a_reference_change() {
        begin();
        offering("common", 5);
        tenant(TENANTS - 1, "after");
        assertThat(task.frontierAfter(SECOND)).as("most of the sweep is left").isTrue();
        assertThat(task.statuses).extracting(TenantStatus::tenantName).containsExactly("after");
        task.finish();
        assertThat(task.statuses).as("the others are as they were").hasSize(1);
    }

    @Test
    void a_change_that_concerns_few_is_done_in_one_step_however_many_others_there_are() {
        begin();
        offering("rare", 4);
        assertThat(task.frontierAfter(SECOND)).as("something is left").isFalse();
        assertThat(task.statuses).extracting(status -> status.seats().limit()).containsExactly(4L, 4L, 4L);
    }

    @Test
    void a_state_of_a_build_that_did_not_know_who_asked_is_walked_through_once() {
        begin();
        task.forget(TaskKeys.dependenciesAreComplete());
        for (int i = 0; i < TENANTS; i++) {
            task.forget(TenantKey.of(id(i), TenantKey.Kind.LOOKUPS));
        }
        task.forget(StateSpace.DEPENDENCIES.all());
        task.restart();
        task.frontierAfter(SECOND);
        task.finish();
        offering("rare", 4);
        task.frontierAfter(SECOND);
        task.finish();
        assertThat(task.statuses).extracting(status -> status.seats().limit()).containsExactly(4L, 4L, 4L);
    }

    @Test
    void a_walk_reaches_every_tenant_though_the_answer_changes_at_each_step() {
        begin();
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < TENANTS; i++) {
            offering("common", 10 + i);
            task.frontierAfter(SECOND);
            task.statuses.forEach(status -> reached.add(status.tenantId()));
            task.statuses.clear();
        }
        assertThat(reached).hasSize(TENANTS - 3);
    }

    /** Three tenants have a rare offering, the others a common one. */
    private void begin() {
        offering("rare", 5);
        offering("common", 5);
        for (int i = 0; i < TENANTS; i++) {
            tenant(i, "before");
        }
        task.frontierAfter(SECOND);
        task.finish();
        assertThat(task.statuses).hasSize(TENANTS);
        task.statuses.clear();
    }

    private void offering(String id, int seats) {
        task.put(SourceTable.PRODUCT_OFFERINGS, id, Map.of("id", id, "max_users", seats));
    }

    private static String id(int number) {
        return "tenant-" + (1000 + number);
    }

    private void tenant(int number, String name) {
        String id = id(number);
        task.put(
                SourceTable.TENANTS,
                id,
                Map.of(
                        "id",
                        id,
                        "name",
                        name,
                        "status",
                        "active",
                        "subscription_offering_id",
                        number < 3 ? "rare" : "common"));
    }
}
