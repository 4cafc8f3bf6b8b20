package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.alert.ForDurations;
import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Alerts of the system whose state is lost. */
class SystemRecallTest {
    private final SystemStory before = new SystemStory();
    private final SystemStory after = new SystemStory();

    /** A view that fails, one that is stale, and a feed that is silent; returns what was published. */
    private List<AlertEvent> threeAreOpen() {
        before.second();
        before.succeeded("0", "stale", 0);
        before.second();
        before.frontierAfter(Duration.ofHours(2));
        IntStream.range(1, 4).forEach(id -> before.failed("" + id, "failing", id, false));
        before.second();
        before.silence(Duration.ofSeconds(61));
        List<AlertEvent> events = List.copyOf(before.alerts);
        assertThat(before.published())
                .containsExactly(
                        "view-stale|stale OPEN STALE",
                        "view-refresh-failing|failing OPEN FAILING",
                        "feed-stalled|feed OPEN STALLED");
        return events;
    }

    private void recall(List<AlertEvent> events) throws MalformedRecordException {
        FormerAlerts former = new FormerAlerts();
        for (AlertEvent event : events) {
            former.published(event.key(), event);
        }
        for (RemediationCommand command : before.commands) {
            former.sent(command);
        }
        after.engine().recall(former);
    }

    /** The end is as late as the machine's clock said; a process that begins knows of it by what is stored alone. */
    @Test
    void no_silence_begins_before_the_former_one_has_ended() {
        before.second();
        before.silence(Duration.ofMinutes(5));
        before.frontierFor(Duration.ofSeconds(1), 0);
        before.restart();
        before.silence(Duration.ofSeconds(61));
        assertThat(before.alerts)
                .filteredOn(alert -> alert.rule().equals("feed-stalled"))
                .hasSize(3)
                .extracting(AlertEvent::occurredAt)
                .isSorted();
    }

    /** When its tenants became critical is lost: a person is asked for one window more. */
    @Test
    void several_tenants_that_had_an_incident_have_it_until_the_window_has_passed() throws MalformedRecordException {
        before.second();
        for (String tenant : List.of("acme", "bolt", "cove")) {
            before.report(tenant, true, List.of(), "license-expired");
        }
        before.second();
        assertThat(before.storms).containsExactly("license-expired open");
        List<AlertEvent> events = List.copyOf(before.alerts);
        recall(events);
        assertThat(after.storms).containsExactly("license-expired open");
        after.frontierAfter(Duration.ofHours(1));
        after.frontierAfter(Duration.ofMinutes(14));
        assertThat(after.published()).isEmpty();
        after.frontierAfter(Duration.ofMinutes(1));
        assertThat(after.published()).containsExactly("multi-tenant-impact|license-expired RESOLVED SEVERAL");
        assertThat(after.storms).containsExactly("license-expired open", "license-expired ended");
    }

    @Test
    void several_that_had_an_incident_and_have_it_no_longer_are_no_storm() throws MalformedRecordException {
        before.second();
        for (String tenant : List.of("acme", "bolt", "cove")) {
            before.report(tenant, true, List.of(), "license-expired");
        }
        before.second();
        before.frontierAfter(Duration.ofMinutes(15));
        recall(List.copyOf(before.alerts));
        after.second();
        assertThat(after.storms).isEmpty();
    }

    @Test
    void a_view_that_still_fails_costs_health_as_before() throws MalformedRecordException {
        recall(threeAreOpen());
        IntStream.range(1, 4).forEach(id -> after.failed("" + id, "failing", id, false));
        after.second();
        after.frontierAfter(Duration.ofMinutes(2));
        assertThat(after.published()).noneMatch(line -> line.startsWith("view-refresh-failing"));
        assertThat(after.health().parts())
                .filteredOn(part -> part.rule().equals("view-refresh-failing"))
                .extracting(SystemHealth.Part::openAlerts)
                .containsExactly(1L);
    }

    @Test
    void what_is_open_stays_open_and_what_has_ended_is_resolved_once() throws MalformedRecordException {
        List<AlertEvent> events = new ArrayList<>(threeAreOpen());
        recall(events);
        assertThat(open(Rule.VIEW_REFRESH_FAILING)).isEqualTo(1);
        assertThat(open(Rule.VIEW_STALE)).isEqualTo(1);
        assertThat(open(Rule.FEED_STALLED)).isEqualTo(1);

        IntStream.range(1, 4).forEach(id -> after.failed("" + id, "failing", id, false));
        after.frontierAfter(Duration.ofHours(3));
        events.addAll(after.alerts);
        assertThat(after.published())
                .containsExactlyInAnyOrder("view-stale|stale RESOLVED STALE", "feed-stalled|feed RESOLVED STALLED");
        assertThat(after.commands)
                .extracting(SystemRecallTest::line)
                .as("nothing is asked twice")
                .containsExactly("CANCEL REFRESH_VIEWS stale");
        assertThat(open(Rule.VIEW_REFRESH_FAILING)).isEqualTo(1);
        assertThat(open(Rule.VIEW_STALE)).isZero();
        assertThat(open(Rule.FEED_STALLED)).isZero();

        after.succeeded("4", "failing", 3 * 3600);
        after.second();
        events.addAll(after.alerts);
        assertThat(after.published()).containsExactly("view-refresh-failing|failing RESOLVED FAILING");
        assertThat(after.commands)
                .extracting(SystemRecallTest::line)
                .containsExactly("CANCEL REFRESH_VIEWS stale", "CANCEL REFRESH_VIEWS failing");
        assertThat(after.commands)
                .extracting(RemediationCommand::commandId)
                .isEqualTo(before.commands.stream()
                        .map(RemediationCommand::commandId)
                        .toList());
        assertThat(events).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
        assertThat(open(Rule.VIEW_REFRESH_FAILING)).isZero();
        after.second();
        assertThat(after.published()).isEmpty();
    }

    private static String line(RemediationCommand command) {
        return command.kind() + " " + command.type() + " " + command.target();
    }

    private long open(Rule rule) {
        return after.engine().openAlerts().of(new OpenAlertCounts.Group(rule.id(), Severity.CRITICAL))
                + after.engine().openAlerts().of(new OpenAlertCounts.Group(rule.id(), Severity.WARNING));
    }

    @Test
    void a_view_that_fails_for_less_than_its_hold_leaves_nothing_behind() {
        SortedKeyValues store = new SortedKeyValues();
        ForDurationSettings holds =
                ForDurationSettings.defaults().with(Rule.SYSTEM_HEALTH, ForDurations.all(Duration.ofMinutes(1)));
        SystemAlerts alerts = new SystemAlerts(
                store,
                new AlertEvaluator(holds, RemedySettings.defaults(), Duration.ofHours(24)),
                new SystemCommands(new Space(store, 0x0E), RemedySettings.defaults(), after),
                after);
        Observation unhealthy = new HealthScore(1, 0, 0, 0).observation(SystemSettings.defaults());
        Observation healthy = new HealthScore(1, 100, 0, 0).observation(SystemSettings.defaults());

        SystemAlerts.Result result = alerts.evaluate(unhealthy, after.at(0), false);
        assertThat(result).isEqualTo(new SystemAlerts.Result(new NextEvaluation.At(after.at(60)), false));
        assertThat(store.size()).isEqualTo(1);
        alerts.evaluate(healthy, after.at(59), false);
        assertThat(store.size()).isZero();
        assertThat(alerts.evaluate(unhealthy, after.at(60), false).next())
                .isEqualTo(new NextEvaluation.At(after.at(120)));
        assertThat(alerts.evaluate(unhealthy, after.at(120), false).changed()).isTrue();
        assertThat(alerts.open(Rule.SYSTEM_HEALTH.id())).containsExactly("system");
    }
}
