package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.status.TenantReport.Open;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the fixes are searched that health is published with: at most once a minute, and never left as they were. */
class HealthFixesTest {
    private static final Open EXPIRED = new Open("license-expired", "license", Severity.CRITICAL);
    private static final Open SEATS = new Open("seat-utilization", "seats", Severity.CRITICAL);
    private static final Open DRIFT = new Open("rbac-drift", "drift", Severity.WARNING);
    private static final SystemHealth.Fix ONE = new SystemHealth.Fix("b", "license-expired", "license", 25.0);

    private final SystemStory system = new SystemStory();

    private void unhealthy() {
        system.second();
        system.report("a", true, List.of(EXPIRED, SEATS, DRIFT));
        system.report("b", true, List.of(EXPIRED));
        system.second();
        assertThat(system.health().fixes()).containsExactly(ONE);
    }

    @Test
    void health_names_the_rules_that_it_rests_on() {
        unhealthy();

        assertThat(system.health().rules())
                .isEqualTo(RuleNumbers.of(DetectionSettings.defaults(), SystemSettings.defaults()));
    }

    @Test
    void a_report_within_the_minute_leads_to_another_search_when_it_has_passed() {
        unhealthy();
        system.report("b", true, List.of(EXPIRED, DRIFT));
        system.frontierFor(Duration.ofSeconds(10), 0);
        assertThat(system.health().score()).isEqualTo(15);
        assertThat(system.health().fixes()).as("not yet").containsExactly(ONE);

        system.frontierFor(Duration.ofSeconds(49), 0);
        assertThat(system.health().fixesNeeded()).isEqualTo(1);
        system.frontierFor(Duration.ofSeconds(1), 0);
        assertThat(system.health().fixesNeeded()).isEqualTo(2);
    }

    @Test
    void so_does_an_alert_about_a_view() {
        unhealthy();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.frontierFor(Duration.ofSeconds(10), 0);
        assertThat(system.health().score()).isEqualTo(15);
        assertThat(system.health().fixesNeeded()).isEqualTo(1);

        system.frontierFor(Duration.ofSeconds(50), 0);
        assertThat(system.health().fixesNeeded()).isEqualTo(2);
    }

    @Test
    void an_unchanged_health_is_published_once_a_minute_as_a_sign_of_life() {
        unhealthy();
        int before = system.healths.size();
        system.frontierFor(Duration.ofSeconds(50), 0);
        assertThat(system.healths).hasSize(before);
        system.frontierFor(Duration.ofSeconds(20), 0);
        assertThat(system.healths).hasSize(before + 1);
        system.frontierFor(Duration.ofSeconds(20), 0);
        assertThat(system.healths).hasSize(before + 1);
    }

    @Test
    void a_view_that_is_stale_may_be_the_fix() {
        system.second();
        IntStream.range(0, 11).forEach(view -> system.succeeded("" + view, "v" + view, 0));
        system.second();
        system.frontierAfter(Duration.ofHours(2));
        assertThat(system.health().score()).isEqualTo(45);
        assertThat(system.health().fixes())
                .containsExactly(new SystemHealth.Fix("_system", "view-stale", "v0", HealthScore.STALE_VIEW));
    }
}
