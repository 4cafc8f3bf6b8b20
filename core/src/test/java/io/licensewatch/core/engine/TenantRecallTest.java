package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tenants whose state is lost, and what was published of them is not. */
class TenantRecallTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final OpenAlertCounts.Group CRITICAL =
            new OpenAlertCounts.Group(Rule.SEAT_UTILIZATION.id(), Severity.CRITICAL);

    private final OneTask before = new OneTask(new EngineSettings(100, Duration.ZERO), Seats.TABLES);
    private final OneTask after = new OneTask(new EngineSettings(100, Duration.ZERO), Seats.TABLES);

    private static void full(OneTask task, String... tenants) {
        Seats seats = new Seats(task);
        seats.offering("team", 1);
        for (String tenant : tenants) {
            seats.tenant(tenant, "team");
            seats.hire(tenant, "ann of " + tenant, "bob of " + tenant);
        }
    }

    /** Returns what was published of alerts. */
    private List<AlertEvent> isLost() throws MalformedRecordException {
        return isLost(after);
    }

    private List<AlertEvent> isLost(OneTask begins) throws MalformedRecordException {
        new Seats(before).frontierAfter(SECOND);
        FormerAlerts former = new FormerAlerts();
        for (AlertEvent event : before.alerts) {
            former.published(event.key(), event);
        }
        begins.current().recall(former, before.statuses);
        FormerCommands commands = new FormerCommands();
        for (Published.Command one : before.published.commands) {
            commands.sent(one.command(), former.openedAt(one.command()));
        }
        begins.current().recall(commands);
        return new ArrayList<>(before.alerts);
    }

    @Test
    void what_has_not_changed_is_not_told_again() throws MalformedRecordException {
        full(before, "acme", "bolt");
        List<AlertEvent> published = isLost();
        assertThat(published).extracting(AlertEvent::status).containsExactly(AlertStatus.OPEN, AlertStatus.OPEN);
        assertThat(after.current().openAlerts().of(CRITICAL)).isEqualTo(2);

        full(after, "acme", "bolt");
        new Seats(after).frontierAfter(Duration.ofHours(1));
        assertThat(after.alerts).isEmpty();
        assertThat(after.statuses).isEmpty();
        assertThat(after.current().openAlerts().of(CRITICAL)).isEqualTo(2);
    }

    @Test
    void a_tenant_of_which_nothing_is_left_is_told_gone_once() throws MalformedRecordException {
        full(before, "acme", "bolt");
        List<AlertEvent> published = isLost();

        full(after, "acme");
        new Seats(after).frontierAfter(Duration.ofHours(1));
        new Seats(after).frontierAfter(Duration.ofHours(1));
        assertThat(after.alerts).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
        assertThat(after.alerts.get(0).tenantId()).isEqualTo("bolt");
        assertThat(after.published.retiredStatuses).containsExactly("bolt");
        assertThat(after.current().openAlerts().of(CRITICAL)).isEqualTo(1);
        published.addAll(after.alerts);
        assertThat(published).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
    }

    /** Each of them is woken before the first frontier. */
    @Test
    void more_of_them_than_a_step_takes_are_evaluated_once_and_the_frontier_is_passed()
            throws MalformedRecordException {
        String[] tenants = {"acme", "bolt", "cube", "dash", "echo"};
        full(before, tenants);
        OneTask small = new OneTask(new EngineSettings(2, Duration.ZERO), Seats.TABLES);
        isLost(small);
        small.frontierAfter(Duration.ofHours(1));
        assertThat(stepsUntilDone(small)).isLessThan(20);
        assertThat(small.published.retiredStatuses).containsExactlyInAnyOrder(tenants);
        assertThat(small.current().passed()).isNotNull();

        small.frontierAfter(SECOND);
        assertThat(stepsUntilDone(small)).as("nothing is due any more").isEqualTo(1);
    }

    private static int stepsUntilDone(OneTask task) {
        int steps = 1;
        while (task.step() && steps < 100) {
            steps++;
        }
        return steps;
    }

    @Test
    void a_status_is_retired_also_where_no_alert_was_ever_told() throws MalformedRecordException {
        new Seats(before).tenant("acme", "team");
        assertThat(isLost()).isEmpty();
        assertThat(before.statuses).extracting(TenantStatus::tenantId).containsExactly("acme");

        new Seats(after).frontierAfter(SECOND);
        assertThat(after.published.retiredStatuses).containsExactly("acme");
    }

    @Test
    void one_that_was_resolved_opens_by_its_next_number() throws MalformedRecordException {
        full(before, "acme");
        new Seats(before).frontierAfter(SECOND);
        new Seats(before).leave("acme", "ann of acme", "bob of acme");
        new Seats(before).frontierAfter(SECOND);
        before.frontierAfter(Duration.ofMinutes(2));
        before.finish();
        List<AlertEvent> published = isLost();
        assertThat(published).last().extracting(AlertEvent::status).isEqualTo(AlertStatus.RESOLVED);
        assertThat(after.current().openAlerts().of(CRITICAL)).isZero();

        full(after, "acme");
        new Seats(after).frontierAfter(Duration.ofHours(1));
        assertThat(after.alerts)
                .filteredOn(event -> event.rule().equals(Rule.SEAT_UTILIZATION.id()))
                .extracting(AlertEvent::episode)
                .containsExactly(2);
        published.addAll(after.alerts);
        assertThat(published).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
    }
}
