package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.SourceTable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change of the catalogue that is felt by 100,000 tenants of one task does not hold up a change of another. */
class FanOutTest {
    private static final int TENANTS = 100_000;
    private static final Duration SOON = Duration.ofMillis(100);
    /** Some tenths of a second where nothing else runs. */
    private static final Duration MOST = Duration.ofSeconds(3);

    private final EngineSettings settings = EngineSettings.defaults();
    private final OneTask task =
            new OneTask(settings, "public.product_offerings", "public.tenants", "public.user_roles");

    @Test
    void a_change_waits_for_one_step_at_most() {
        limit(10);
        for (int i = 0; i < TENANTS; i++) {
            tenant("t" + i);
        }
        task.frontierAfter(SOON);
        int steps = task.finish();
        assertThat(task.alerts).isEmpty();

        limit(0);
        long begin = cpuNanos();
        boolean more = task.frontierAfter(SOON);
        Duration longest = since(begin);
        int changes = 0;
        while (more) {
            String other = "other" + changes++;
            tenant(other);
            int before = task.alerts.size();
            long at = cpuNanos();
            more = task.frontierAfter(SOON);
            Duration took = since(at);
            longest = took.compareTo(longest) > 0 ? took : longest;
            assertThat(task.alerts.subList(before, task.alerts.size()))
                    .as("tenants evaluated before the next change is taken")
                    .hasSizeLessThanOrEqualTo(settings.stepBudget())
                    .extracting(AlertEvent::tenantId)
                    .contains(other);
        }
        System.out.printf(
                "FanOutTest: %d tenants in %d steps, %d ms; %d other changes between, the longest wait %d ms%n",
                TENANTS, steps, since(begin).toMillis(), changes, longest.toMillis());
        assertThat(changes).as("changes were taken between the steps").isGreaterThan(10);
        assertThat(longest).isLessThan(MOST);
        assertThat(task.alerts.stream().map(AlertEvent::tenantId).distinct()).hasSize(TENANTS + changes);
    }

    /** Not the time on the wall: a build's machine is shared. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(cpuNanos() - begin);
    }

    private void limit(long seats) {
        task.put(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", seats));
    }

    private void tenant(String id) {
        task.put(
                SourceTable.TENANTS,
                id,
                Map.of(
                        "id",
                        id,
                        "status",
                        "active",
                        "subscription_status",
                        "active",
                        "subscription_offering_id",
                        "team",
                        "onboarding_completed",
                        true));
        task.put(SourceTable.USER_ROLES, id, Map.of("id", id, "tenant_id", id, "user_id", id, "role_id", "member"));
    }
}
