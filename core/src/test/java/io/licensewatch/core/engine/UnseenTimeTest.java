package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Evidence;
import io.licensewatch.schemas.command.CommandKind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Seats ease only after they have been fewer for 60 s at every frontier. A frontier at which the tenant was not looked at may
 * have been one at which they were not.
 */
class UnseenTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(31);
    private static final Duration HOLD = Duration.ofSeconds(61);

    private final OneTask task = new OneTask(new EngineSettings(1, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    @BeforeEach
    void a_tenant_over_its_limit_begins_to_ease() {
        seats.offering("team", 4);
        seats.tenant("bolt", "team");
        seats.tenant("core", "team");
        seats.tenant("zeta", "team");
        seats.hire("zeta", "ann", "bob", "cid", "dan", "eve");
        seats.frontierAfter(SECOND);
        assertThat(alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.OPEN);
        seats.leave("zeta", "eve", "dan", "cid");
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).isEmpty();
    }

    /** Since the last call. */
    private List<AlertEvent> alerts() {
        List<AlertEvent> alerts = List.copyOf(task.alerts);
        task.alerts.clear();
        return alerts;
    }

    private void assertEased() {
        assertThat(alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
    }

    private void others() {
        seats.tenant("bolt", "none" + task.now());
        seats.tenant("core", "none" + task.now());
    }

    @Test
    void where_every_frontier_was_seen_it_ends_after_its_hold_and_its_rows_and_commands_say_so() {
        assertThat(task.told.commands).isNotEmpty().allSatisfy(command -> {
            assertThat(command.command().kind()).isEqualTo(CommandKind.ISSUE);
            assertThat(Objects.requireNonNull(command.cause()).status()).isEqualTo(AlertStatus.OPEN);
        });
        task.told.commands.clear();
        others();
        seats.frontierAfter(HALF);
        others();
        seats.frontierAfter(REST);
        AlertEvent end = alerts().get(0);
        assertThat(end.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(end.evidence())
                .extracting(Evidence::key)
                .as("the assignment that was the last to go")
                .startsWith("{\"id\":\"cid\"}");
        assertThat(task.told.commands)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(
                                Objects.requireNonNull(command.cause()).eventId())
                        .isEqualTo(end.eventId()))
                .anySatisfy(command -> assertThat(command.command().kind()).isEqualTo(CommandKind.CANCEL));
        assertThat(task.told.retiredAlerts).isEmpty();
        seats.frontierAfter(Duration.ofHours(23));
        assertThat(task.told.retiredAlerts).isEmpty();
        seats.frontierAfter(Duration.ofHours(1));
        assertThat(task.told.retiredAlerts).containsExactly(end.key());
        seats.frontierAfter(Duration.ofDays(2));
        assertThat(task.told.retiredAlerts).hasSize(1);
    }

    @Test
    void a_frontier_that_was_not_finished_before_the_next_lets_the_hold_begin_anew() {
        others();
        assertThat(task.frontierAfter(HALF)).as("something is left").isTrue();
        seats.frontierAfter(REST);
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(HOLD);
        assertEased();
    }

    @Test
    void also_by_a_process_that_begins_at_the_next() {
        others();
        assertThat(task.frontierAfter(HALF)).isTrue();
        others();
        assertThat(task.frontierAfter(REST)).isTrue();
        assertThat(alerts()).isEmpty();
        task.restart();
        task.finish();
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(HOLD);
        seats.frontierAfter(HOLD);
        assertEased();
    }

    @Test
    void a_frontier_at_which_the_tenant_was_ahead_lets_the_hold_begin_anew() {
        seats.tenant("zeta", "team");
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        seats.frontierAfter(REST);
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(HOLD);
        assertEased();
    }

    @Test
    void rules_whose_tables_are_not_there_say_nothing_and_are_listed() {
        assertThat(task.statuses)
                .isNotEmpty()
                .allSatisfy(status ->
                        assertThat(status.insufficientData()).isSorted().contains("license-expired", "rbac-drift"));
    }
}
