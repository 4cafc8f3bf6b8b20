package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A frontier that has overtaken rows waits; what comes meanwhile is not seen at it. */
class EarlyFrontierTest {
    private final OneTask task = new OneTask(
            new EngineSettings(100, Duration.ZERO),
            "public.product_offerings",
            "public.roles",
            "public.tenants",
            "public.user_roles");

    private void tenantOfTwo() {
        task.put(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 10));
        task.put(SourceTable.TENANTS, "acme", Map.of("id", "acme", "subscription_offering_id", "team"));
        task.put(SourceTable.ROLES, "r", Map.of("id", "r", "tenant_id", "acme"));
        user("1");
        user("2");
        task.frontierAfter(Duration.ofSeconds(1));
        task.finish();
    }

    private void user(String id) {
        task.put(SourceTable.USER_ROLES, id, Map.of("id", id, "tenant_id", "acme", "user_id", id, "role_id", "r"));
    }

    @Test
    void half_of_a_transaction_is_not_seen_at_it() {
        tenantOfTwo();
        task.statuses.clear();
        user("3");
        Envelopes.Event late = task.later(
                SourceTable.USER_ROLES, "4", Map.of("id", "4", "tenant_id", "acme", "user_id", "4", "role_id", "r"));
        task.frontierAfter(Duration.ofSeconds(1));
        task.finish();
        assertThat(task.statuses).isEmpty();
        task.take(late);
        task.finish();

        assertThat(task.statuses).extracting(status -> status.seats().used()).containsExactly(4L);
    }

    @Test
    void reference_rows_of_a_later_resync_are_not_seen_at_the_frontier_before() {
        tenantOfTwo();
        Envelopes.Event late = task.later(SourceTable.USER_ROLES, "3", Map.of("id", "3", "tenant_id", "acme"));
        task.frontierAfter(Duration.ofSeconds(1));
        task.readByResync(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 1));
        task.take(late);
        task.finish();

        assertThat(task.statuses).extracting(status -> status.seats().limit()).containsOnly(10L);

        task.frontierAfter(Duration.ofSeconds(1));
        task.finish();
        TenantStatus last = task.statuses.get(task.statuses.size() - 1);
        assertThat(last.seats().limit()).isEqualTo(1);
        assertThat(last.asOf().sourceTime()).isEqualTo(task.now());
    }
}
