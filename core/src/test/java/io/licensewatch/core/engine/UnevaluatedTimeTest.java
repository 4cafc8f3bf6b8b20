package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Seats ease only after they have been fewer for 60 s at every frontier, whether or not the tenant was evaluated at each in time.
 * Where nobody knows how it was at one, it may have been one at which they were not.
 */
class UnevaluatedTimeTest {
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
    void if_every_frontier_was_seen_the_alert_ends_after_its_for_duration() {
        assertThat(task.published.commands).isNotEmpty().allSatisfy(command -> {
            assertThat(command.command().kind()).isEqualTo(CommandKind.ISSUE);
            assertThat(Objects.requireNonNull(command.cause()).status()).isEqualTo(AlertStatus.OPEN);
        });
        task.published.commands.clear();
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
        assertThat(task.published.commands)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(
                                Objects.requireNonNull(command.cause()).eventId())
                        .isEqualTo(end.eventId()))
                .anySatisfy(command -> assertThat(command.command().kind()).isEqualTo(CommandKind.CANCEL));
        assertThat(task.published.retiredAlerts).isEmpty();
        seats.frontierAfter(Duration.ofHours(23));
        assertThat(task.published.retiredAlerts).isEmpty();
        seats.frontierAfter(Duration.ofHours(1));
        assertThat(task.published.retiredAlerts).containsExactly(end.key());
        seats.frontierAfter(Duration.ofDays(2));
        assertThat(task.published.retiredAlerts).hasSize(1);
    }

    @Test
    void a_hold_goes_on_through_frontiers_that_were_skipped() {
        others();
        assertThat(task.frontierAfter(HALF)).as("something is left").isTrue();
        seats.frontierAfter(REST);
        assertEased();
    }

    @Test
    void also_in_a_process_that_begins_at_the_next() {
        others();
        assertThat(task.frontierAfter(HALF)).isTrue();
        others();
        assertThat(task.frontierAfter(REST)).isTrue();
        assertThat(alerts()).isEmpty();
        task.restart();
        task.finish();
        assertEased();
    }

    @Test
    void what_is_late_happened_when_it_was_due() {
        others();
        assertThat(task.frontierAfter(HOLD)).isTrue();
        Instant due = task.now();
        others();
        assertThat(task.frontierAfter(SECOND)).isTrue();
        seats.frontierAfter(SECOND);
        assertThat(alerts()).extracting(AlertEvent::occurredAt).containsExactly(due);
    }

    @Test
    void rows_that_change_at_a_skipped_frontier_and_again_let_the_hold_begin_again() {
        others();
        seats.hire("zeta", "cid", "dan", "eve");
        assertThat(task.frontierAfter(HALF)).isTrue();
        seats.leave("zeta", "eve", "dan", "cid");
        seats.frontierAfter(REST);
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(HALF);
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(REST);
        assertEased();
    }

    @Test
    void rows_that_change_once_are_as_they_were_at_the_frontier_that_was_skipped() {
        others();
        seats.hire("zeta", "cid", "dan", "eve");
        assertThat(task.frontierAfter(HALF)).isTrue();
        others();
        assertThat(task.frontierAfter(SECOND)).isTrue();
        seats.frontierAfter(SECOND);
        seats.leave("zeta", "eve", "dan", "cid");
        others();
        assertThat(task.frontierAfter(SECOND)).isTrue();
        Instant since = task.now();
        seats.frontierAfter(HALF);
        seats.frontierAfter(HALF);
        assertThat(alerts()).extracting(AlertEvent::occurredAt).containsExactly(since.plusSeconds(60));
    }

    @Test
    void an_answer_that_changes_at_a_skipped_frontier_restarts_the_for_duration() {
        others();
        seats.offering("team", 1);
        assertThat(task.frontierAfter(HALF)).isTrue();
        seats.offering("team", 4);
        seats.frontierAfter(REST);
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(HOLD);
        assertEased();
    }

    @Test
    void an_answer_to_others_lets_it_go_on() {
        seats.offering("none", 7);
        others();
        assertThat(task.frontierAfter(HALF)).isTrue();
        seats.offering("none", 8);
        seats.frontierAfter(REST);
        assertEased();
    }

    @Test
    void a_row_read_before_a_frontier_that_does_not_cover_it_changes_nothing_there() {
        task.logGrows(1);
        seats.tenant("zeta", "team");
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        seats.frontierAfter(REST);
        assertEased();
    }

    @Test
    void a_tenant_that_was_ahead_when_it_was_due_begins_again() {
        task.logGrows(1);
        seats.tenant("zeta", "team");
        task.frontierBeforeTheLastRow(HOLD);
        task.finish();
        seats.frontierAfter(SECOND);
        assertThat(alerts()).isEmpty();
        seats.frontierAfter(HOLD);
        assertEased();
    }

    @Test
    void a_change_that_an_earlier_process_has_left_lets_the_hold_go_on() {
        others();
        seats.tenant("zeta", "team");
        assertThat(task.frontierAfter(HALF)).isTrue();
        task.restart();
        task.finish();
        seats.frontierAfter(REST);
        assertEased();
    }

    @Test
    void a_frontier_in_a_snapshot_lets_all_holds_begin_again() {
        task.frontierInSnapshot(HALF);
        seats.frontierAfter(REST);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void holds_end_though_the_clock_was_a_day_ahead_in_a_snapshot() {
        task.frontierInSnapshot(Duration.ofDays(1));
        seats.frontierAfter(Duration.ofDays(-1));
        seats.frontierAfter(HOLD);
        assertThat(alerts()).as("it began before the unseen frontier").isEmpty();
        seats.frontierAfter(HOLD);
        assertEased();
    }

    @Test
    void a_hold_that_begins_later_ends_though_the_clock_was_ahead_behind_a_snapshot() {
        task.frontierInSnapshot(Duration.ofDays(1));
        seats.frontierAfter(SECOND);
        seats.frontierAfter(Duration.ofDays(-1));
        seats.hire("zeta", "cid", "dan", "eve");
        seats.frontierAfter(SECOND);
        seats.leave("zeta", "eve", "dan", "cid");
        seats.frontierAfter(SECOND);
        seats.frontierAfter(HOLD);
        assertEased();
    }

    /** Also behind a frontier in a snapshot, as of which nothing can be evaluated. */
    @Test
    void an_answer_that_is_read_ahead_of_rows_counts_from_its_own_frontier_on() {
        task.frontierInSnapshot(SECOND);
        Envelopes.Event last = task.later(SourceTable.TENANTS, "bolt", Seats.tenantRow("bolt", "team"));
        seats.hire("zeta", "fay");
        task.frontierAfter(SECOND);
        seats.offering("team", 1);
        task.frontierAfter(SECOND);
        task.statuses.clear();
        task.take(last);
        task.finish();
        assertThat(task.statuses).isNotEmpty().allSatisfy(status -> {
            assertThat(status.seats().limit()).isEqualTo(1);
            assertThat(status.asOf().sourceTime()).isEqualTo(task.now());
        });
    }

    @Test
    void rules_whose_tables_are_not_there_say_nothing_and_are_listed() {
        assertThat(task.statuses)
                .isNotEmpty()
                .allSatisfy(status ->
                        assertThat(status.insufficientData()).isSorted().contains("license-expired", "rbac-drift"));
    }
}
