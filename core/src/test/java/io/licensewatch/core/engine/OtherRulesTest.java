package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.SeatLevels;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.state.TaskKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that starts with other rules than the one before it: of a tenant nothing else changes. */
class OtherRulesTest {
    private static final DetectionSettings USUAL = DetectionSettings.defaults();

    private final OneTask task = new OneTask(new EngineSettings(2, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    private static DetectionSettings with(SeatLevels levels) {
        return new DetectionSettings(
                USUAL.zone(),
                USUAL.closedStatuses(),
                levels,
                USUAL.notice(),
                USUAL.soon(),
                USUAL.last(),
                USUAL.expiredEscalation(),
                USUAL.expiredCriticalAbove(),
                USUAL.driftSeniorAbove(),
                USUAL.onboardingStall());
    }

    private void fiveTenantsOfWhichEachUsesFourOfFiveSeats() {
        seats.offering("team", 5);
        for (String tenant : List.of("a", "b", "c", "d", "e")) {
            seats.tenant(tenant, "team");
            seats.hire(tenant, tenant + "1", tenant + "2", tenant + "3", tenant + "4");
        }
        seats.frontierAfter(Duration.ofSeconds(1));
        task.alerts.clear();
    }

    @Test
    void every_tenant_is_evaluated_under_them_at_the_next_frontier() {
        fiveTenantsOfWhichEachUsesFourOfFiveSeats();

        task.restart(with(new SeatLevels(75, 100, 120)));
        seats.frontierAfter(Duration.ofSeconds(1));

        assertThat(task.alerts)
                .extracting(alert -> alert.tenantId() + " " + alert.rule() + " " + alert.stage())
                .containsExactly(
                        "a seat-utilization NEAR_LIMIT",
                        "b seat-utilization NEAR_LIMIT",
                        "c seat-utilization NEAR_LIMIT",
                        "d seat-utilization NEAR_LIMIT",
                        "e seat-utilization NEAR_LIMIT");
    }

    @Test
    void a_start_with_the_same_rules_evaluates_nobody() {
        fiveTenantsOfWhichEachUsesFourOfFiveSeats();

        task.restart(with(SeatLevels.DEFAULTS));
        task.frontierAfter(Duration.ofSeconds(1));

        assertThat(task.step())
                .as("nothing is left after one step of two tenants")
                .isFalse();
        assertThat(task.state.get(TaskKeys.sweep())).isNull();
    }

    @Test
    void a_state_of_an_earlier_release_is_evaluated_once() {
        fiveTenantsOfWhichEachUsesFourOfFiveSeats();
        task.forget(StateSpace.RULES_SEEN.all());

        task.restart(with(new SeatLevels(75, 100, 120)));
        seats.frontierAfter(Duration.ofSeconds(1));

        assertThat(task.alerts).hasSize(5);
    }
}
