package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.HoldSettings;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change of the catalogue that is felt by 50,000 tenants of one task does not hold up a change of another. */
class FanOutTest {
    private static final int TENANTS = 50_000;
    /** Some tenths of a second where nothing else runs; a build's machine is shared. */
    private static final Duration MOST = Duration.ofSeconds(3);

    private final Map<String, Integer> alertsOf = new HashMap<>();
    private final TenantEngine engine = new TenantEngine(
            new SortedKeyValues(),
            new SortedKeyValues(),
            new RuleBook(
                    ZoneOffset.UTC,
                    new TenantDetectors(DetectionSettings.defaults()),
                    new AlertDesk(HoldSettings.defaults(), RemedySettings.defaults(), AlertDesk.RETIRE_AFTER)),
            EngineSettings.defaults(),
            outbox());
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn = 100;

    @Test
    void a_change_waits_for_one_step_at_most() {
        change(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 10L));
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            change(SourceTable.TENANTS, "t" + tenant, tenant("t" + tenant, "active"));
            change(SourceTable.USER_ROLES, "u" + tenant, assignment("t" + tenant, "u" + tenant));
        }
        frontier();
        int steps = 1;
        while (engine.step()) {
            steps++;
        }
        assertThat(alertsOf).isEmpty();

        change(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 0L));
        long begin = System.nanoTime();
        boolean more = frontier();
        Duration longest = since(begin);
        int changes = 0;
        while (more) {
            String other = "other" + changes++;
            change(SourceTable.TENANTS, other, tenant(other, "active"));
            change(SourceTable.USER_ROLES, other, assignment(other, other));
            int before = alertsOf.size();
            long at = System.nanoTime();
            more = frontier();
            assertThat(alertsOf).containsKey(other);
            assertThat(alertsOf.size() - before)
                    .as("tenants looked at before the next change is taken")
                    .isLessThanOrEqualTo(EngineSettings.defaults().stepBudget());
            Duration took = since(at);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        System.out.printf(
                "FanOutTest: %d tenants in %d steps, %d ms; %d other changes between, the longest wait %d ms%n",
                TENANTS, steps, since(begin).toMillis(), changes, longest.toMillis());
        assertThat(changes).as("changes were taken between the steps").isGreaterThan(10);
        assertThat(longest).isLessThan(MOST);
        assertThat(alertsOf).hasSize(TENANTS + changes).containsEntry("t" + (TENANTS - 1), 1);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Map<String, Object> tenant(String id, String status) {
        return Map.of(
                "id",
                id,
                "status",
                status,
                "subscription_status",
                "active",
                "subscription_offering_id",
                "team",
                "onboarding_completed",
                true);
    }

    private static Map<String, Object> assignment(String tenant, String user) {
        return Map.of("id", user, "tenant_id", tenant, "user_id", user, "role_id", "member");
    }

    private void change(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        Envelopes.Event event = Envelopes.event(
                table, Map.of("id", id), RowChange.Op.UPDATE, null, row, new SourcePosition(1, 50, lsn), now);
        if (table.hasTenant()) {
            engine.onRowChange(event.key(), event.value());
        } else {
            engine.onReferenceChange(event.key(), event.value());
        }
    }

    private boolean frontier() {
        now = now.plusMillis(100);
        lsn++;
        return engine.onFrontier(new Frontier(
                now,
                Lsn.text(lsn),
                Lsn.text(50),
                1,
                true,
                List.of("public.product_offerings", "public.tenants", "public.user_roles")));
    }

    private Outbox outbox() {
        return (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof AlertEvent alert) {
                        alertsOf.merge(alert.tenantId(), 1, Integer::sum);
                    }
                    return null;
                });
    }
}
