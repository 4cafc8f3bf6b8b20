package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepOrderTest {
    private static final int TENANTS = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task =
            new OneTask(new EngineSettings(10, Duration.ZERO), "public.product_offerings", "public.tenants");

    @Test
    void a_tenant_that_changes_is_looked_at_before_the_many_that_a_reference_change_touches() {
        offering();
        for (int i = 0; i < TENANTS; i++) {
            tenant(i, "before");
        }
        task.frontierAfter(SECOND);
        task.finish();
        assertThat(task.statuses).hasSize(TENANTS);
        task.statuses.clear();

        offering();
        tenant(TENANTS - 1, "after");
        assertThat(task.frontierAfter(SECOND)).as("most of the sweep is left").isTrue();
        assertThat(task.statuses).extracting(TenantStatus::tenantName).containsExactly("after");
        task.finish();
        assertThat(task.statuses).as("the others are as they were").hasSize(1);
    }

    private void offering() {
        task.put(SourceTable.PRODUCT_OFFERINGS, "o", Map.of("id", "o", "max_users", 5));
    }

    private void tenant(int number, String name) {
        String id = "tenant-" + (1000 + number);
        task.put(
                SourceTable.TENANTS,
                id,
                Map.of("id", id, "name", name, "status", "active", "subscription_offering_id", "o"));
    }
}
