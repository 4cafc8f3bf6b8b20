package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.alert.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that starts with other rules than the one before it, while no job and no report comes. */
class OtherSystemRulesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SystemStory system = new SystemStory();

    @Test
    void views_are_evaluated_under_them_at_the_next_frontier() {
        system.succeeded("j1", "v", 0);
        system.failed("j2", "w", 0, false);
        system.failed("j3", "w", 2, false);
        system.second();
        system.frontierAfter(Duration.ofMinutes(10));
        assertThat(system.published()).isEmpty();

        system.otherRules(new SystemSettings(1, Duration.ofMinutes(5), HOUR, HOUR, 3, 10, 50, 25));
        system.second();

        assertThat(system.published())
                .containsExactlyInAnyOrder("view-stale|v OPEN STALE", "view-refresh-failing|w OPEN FAILING");
    }

    @Test
    void incidents_of_several_tenants_and_health_are_too() {
        for (String tenant : List.of("a", "b")) {
            system.report(
                    tenant,
                    true,
                    List.of(new TenantReport.Open("license-expired", "license", Severity.CRITICAL)),
                    "license-expired");
        }
        system.second();
        assertThat(system.published()).isEmpty();

        system.otherRules(new SystemSettings(2, HOUR, HOUR, Duration.ofMinutes(15), 2, 10, 60, 25));
        system.second();

        assertThat(system.published())
                .containsExactlyInAnyOrder(
                        "multi-tenant-impact|license-expired OPEN SEVERAL", "system-health|system OPEN UNHEALTHY");
        assertThat(system.health().rules())
                .isNotNull()
                .satisfies(rules -> assertThat(rules.healthUnhealthyBelow()).isEqualTo(60));
    }
}
