package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many alerts are open, as the metric has it. */
class OpenAlertCountsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(new EngineSettings(100, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    private void assertOpen(long warnings, long critical) {
        OpenAlertCounts counts = task.current().openAlerts();
        String rule = Rule.SEAT_UTILIZATION.id();
        assertThat(counts.of(new OpenAlertCounts.Group(rule, Severity.WARNING))).isEqualTo(warnings);
        assertThat(counts.of(new OpenAlertCounts.Group(rule, Severity.CRITICAL)))
                .isEqualTo(critical);
    }

    @Test
    void an_alert_counts_under_its_present_severity_also_after_a_restart() {
        seats.offering("team", 4);
        for (String tenant : new String[] {"acme", "bolt"}) {
            seats.tenant(tenant, "team");
            seats.hire(tenant, tenant + 1, tenant + 2, tenant + 3, tenant + 4);
        }
        seats.frontierAfter(SECOND);
        assertOpen(2, 0);
        task.restart();
        assertOpen(2, 0);
        seats.hire("acme", "acme5");
        seats.frontierAfter(SECOND);
        assertOpen(1, 1);
        seats.hire("acme", "acme6");
        seats.frontierAfter(SECOND);
        assertOpen(1, 1);
        task.restart();
        assertOpen(1, 1);
        seats.leave("bolt", "bolt1", "bolt2");
        seats.leave("acme", "acme6");
        seats.frontierAfter(SECOND);
        seats.frontierAfter(Duration.ofMinutes(2));
        assertOpen(0, 1);
        seats.close("acme");
        seats.frontierAfter(SECOND);
        assertOpen(0, 0);
        task.restart();
        assertOpen(0, 0);
    }
}
