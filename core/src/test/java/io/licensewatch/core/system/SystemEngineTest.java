package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.licensewatch.core.status.TenantReport.Open;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SystemEngineTest {
    private static final Open EXPIRED = new Open("license-expired", "license", Severity.CRITICAL);
    private static final Open SEATS = new Open("seat-utilization", "seats", Severity.CRITICAL);
    private static final Open DRIFT = new Open("rbac-drift", "drift", Severity.WARNING);

    private final SystemStory system = new SystemStory();

    private void looked() {
        system.second();
        system.published();
    }

    @Test
    void three_failures_in_a_row_are_told_and_jobs_under_way_are_not_counted() {
        looked();
        system.succeeded("0", "v", 0);
        system.failed("1", "v", 1, false);
        system.failed("2", "v", 2, false);
        IntStream.range(3, 9).forEach(id -> system.running("" + id, "v", id));
        system.second();
        assertThat(system.published()).isEmpty();

        system.failed("3", "v", 3, false);
        system.second();
        AlertEvent alert = system.alerts.get(0);
        assertThat(system.published()).containsExactly("view-refresh-failing|v OPEN FAILING");
        assertThat(alert.reason()).isEqualTo("CONDITION_MET");
        assertThat(alert.measurement().value()).isEqualTo(3);
        assertThat(alert.evidence()).hasSize(3);
        assertThat(system.commands).extracting(SystemEngineTest::line).containsExactly("ISSUE REFRESH_VIEWS v");
        assertThat(system.health().score()).isEqualTo(90);

        system.succeeded("4", "v", 4);
        system.second();
        assertThat(system.alerts.get(0).evidence()).extracting(Evidence::key).containsExactly("{\"id\":\"4\"}");
        assertThat(system.published()).containsExactly("view-refresh-failing|v RESOLVED FAILING");
        assertThat(system.commands)
                .extracting(SystemEngineTest::line)
                .containsExactly("ISSUE REFRESH_VIEWS v", "CANCEL REFRESH_VIEWS v");
        assertThat(system.health().score()).isEqualTo(100);
    }

    private static String line(RemediationCommand command) {
        return command.kind() + " " + command.type() + " " + command.target();
    }

    @Test
    void jobs_that_a_frontier_has_overtaken_are_waited_for_also_by_another_process() {
        looked();
        system.jobsAreRead(false);
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.second();
        system.second();
        assertThat(system.published()).isEmpty();

        system.restart();
        system.jobsAreRead(true);
        assertThat(system.published()).containsExactly("view-refresh-failing|v OPEN FAILING");
    }

    @Test
    void an_index_is_to_be_rebuilt_where_only_concurrent_refreshes_fail() {
        looked();
        IntStream.range(1, 4).forEach(id -> system.failed("a" + id, "a", id, true));
        IntStream.range(1, 4).forEach(id -> system.failed("b" + id, "b", id, id > 1));
        system.second();

        assertThat(system.commands)
                .extracting(SystemEngineTest::line)
                .containsExactlyInAnyOrder(
                        "ISSUE REFRESH_VIEWS a", "ISSUE REBUILD_VIEW_INDEX a", "ISSUE REFRESH_VIEWS b");
    }

    @Test
    void a_job_that_succeeds_in_the_end_has_not_failed() {
        looked();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.succeeded("2", "v", 2);
        system.second();

        assertThat(system.published()).isEmpty();
    }

    @Test
    void retention_neither_hides_a_failing_view_nor_raises_an_alert() {
        looked();
        system.succeeded("0", "good", 0);
        IntStream.range(1, 3).forEach(id -> system.failed("g" + id, "good", id, false));
        IntStream.range(1, 4).forEach(id -> system.failed("b" + id, "bad", id, false));
        system.second();
        assertThat(system.published()).containsExactly("view-refresh-failing|bad OPEN FAILING");

        system.deleteJob("0");
        IntStream.range(1, 4).forEach(id -> system.deleteJob("b" + id));
        system.second();
        assertThat(system.published()).isEmpty();

        system.succeeded("b9", "bad", 9);
        system.second();
        assertThat(system.published()).containsExactly("view-refresh-failing|bad RESOLVED FAILING");
    }

    @Test
    void a_view_is_stale_when_its_last_success_is_more_than_an_hour_ago() {
        looked();
        system.failed("1", "never", 0, false);
        system.succeeded("2", "v", 1);
        system.frontierAfter(Duration.between(system.now(), system.at(2).plus(Duration.ofHours(1))));
        assertThat(system.published()).isEmpty();

        system.second();
        AlertEvent alert = system.alerts.get(0);
        assertThat(system.published()).containsExactly("view-stale|v OPEN STALE");
        assertThat(alert.summary())
                .isEqualTo("v has not been refreshed since 2026-03-10T12:00:02Z, longer than 1 hour.");
        assertThat(alert.evidence()).extracting(Evidence::key).containsExactly("{\"id\":\"2\"}");
        assertThat(system.health().score()).isEqualTo(95);

        system.succeeded("3", "v", 3602);
        system.second();
        assertThat(system.published()).containsExactly("view-stale|v RESOLVED STALE");
    }

    @Test
    void what_a_snapshot_brings_is_seeded_and_in_any_order() {
        looked();
        system.snapshotBegins();
        system.failed("3", "v", 30, false);
        system.succeeded("0", "v", 0);
        system.failed("1", "v", 10, false);
        system.failed("2", "v", 20, false);
        system.second();

        assertThat(system.alerts).extracting(AlertEvent::reason).containsExactly("SEEDED");
        assertThat(system.published()).containsExactly("view-refresh-failing|v OPEN FAILING");
    }

    @Test
    void the_family_without_times_of_completion_knows_failures_too() {
        looked();
        IntStream.range(1, 4)
                .forEach(id -> system.job("" + id, "started_at", system.at(id).toString(), "success", false));
        system.second();

        assertThat(system.published()).containsExactly("view-refresh-failing|views OPEN FAILING");
    }

    @Test
    void a_row_that_cannot_be_understood_is_a_dead_letter() {
        system.job("1", "view_name", "v", "success", false);
        system.job("2", "view_name", "v", "started_at", "yesterday", "success", false);

        assertThat(system.deadLetters).hasSize(2).allMatch(reason -> reason.contains("started_at"));
    }

    @Test
    void nothing_is_said_of_views_while_their_table_is_not_captured() {
        system.withoutJobsTable();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.second();

        assertThat(system.published()).isEmpty();
    }

    @Test
    void nothing_is_looked_at_before_all_tasks_have_passed_the_frontier() {
        SystemStory two = new SystemStory(SystemSettings.defaults(), 2, 1000);
        two.second();
        IntStream.range(1, 4).forEach(id -> two.failed("" + id, "v", id, false));
        two.report("t", true, List.of(EXPIRED, SEATS));
        Frontier frontier = two.frontierFor(Duration.ofSeconds(1), 0);
        assertThat(two.published()).isEmpty();
        assertThat(two.health().liveTenants()).isZero();

        two.passes(1, frontier);
        assertThat(two.published())
                .containsExactlyInAnyOrder("view-refresh-failing|v OPEN FAILING", "system-health|system OPEN FAILING");
    }

    @Test
    void rows_newer_than_what_all_have_passed_wait() {
        SystemStory two = new SystemStory(SystemSettings.defaults(), 2, 1000);
        two.second();
        Frontier first = two.frontierFor(Duration.ofSeconds(1), 0);
        IntStream.range(1, 4).forEach(id -> two.failed("" + id, "v", id, false));
        two.passes(1, first);
        assertThat(two.published()).isEmpty();
    }

    @Test
    void the_score_is_the_mean_less_what_views_cost_and_its_parts_add_up() {
        looked();
        system.report("a", true, List.of(EXPIRED, DRIFT));
        system.report("b", true, List.of());
        system.report("closed", false, List.of(EXPIRED));
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.second();

        SystemHealth health = system.health();
        assertThat(health.score()).isEqualTo((30 + 100) / 2 - 10);
        assertThat(health.liveTenants()).isEqualTo(2);
        assertThat(health.parts())
                .containsExactly(
                        new SystemHealth.Part("license-expired", 1, 25.0),
                        new SystemHealth.Part("rbac-drift", 1, 10.0),
                        new SystemHealth.Part("view-refresh-failing", 1, 10.0));
        assertThat(health.worstTenants()).containsExactly(new SystemHealth.TenantScore("a", 30));
        assertThat(health.fixes()).isEmpty();
        assertThat(health.fixesNeeded()).isZero();
    }

    @Test
    void an_unhealthy_system_is_told_with_the_fixes_that_would_mend_it() {
        looked();
        system.report("a", true, List.of(EXPIRED, SEATS, DRIFT));
        system.report("b", true, List.of(EXPIRED));
        system.second();
        AlertEvent alert = system.alerts.get(0);
        assertThat(system.published()).containsExactly("system-health|system OPEN UNHEALTHY");
        assertThat(alert.level()).isEqualTo(Level.L2);
        assertThat(system.health().score()).isEqualTo(25);
        assertThat(system.health().fixesNeeded()).isEqualTo(1);
        assertThat(system.health().fixes())
                .containsExactly(new SystemHealth.Fix("b", "license-expired", "license", 25.0));

        system.report("b", true, List.of(EXPIRED, DRIFT));
        system.second();
        assertThat(system.published()).containsExactly("system-health|system UPDATED FAILING");
        system.report("a", true, List.of());
        system.second();
        assertThat(system.published()).containsExactly("system-health|system RESOLVED FAILING");
    }

    @Test
    void health_is_published_at_most_once_a_second_and_only_when_it_changes() {
        looked();
        system.second();
        int before = system.healths.size();
        system.report("a", true, List.of(DRIFT));
        system.frontierAfter(Duration.ofMillis(400));
        Stream.of("b", "c", "d").forEach(tenant -> {
            system.report(tenant, true, List.of());
            system.frontierFor(Duration.ofMillis(100), 0);
        });
        system.frontierFor(Duration.ofSeconds(1), 0);
        system.frontierFor(Duration.ofSeconds(1), 0);

        assertThat(system.healths.subList(before, system.healths.size()))
                .extracting(SystemHealth::liveTenants)
                .containsExactly(1L, 4L);
    }

    @Test
    void three_tenants_critical_by_one_rule_within_15_minutes_are_one_incident() {
        looked();
        IntStream.range(0, 100).forEach(t -> system.report("t" + t, true, List.of()));
        system.second();
        for (int tenant = 0; tenant < 2; tenant++) {
            system.report("t" + tenant, true, List.of(EXPIRED), "license-expired");
            system.report("t" + (50 + tenant), true, List.of(SEATS), "seat-utilization");
        }
        system.report("t1", true, List.of(EXPIRED, DRIFT), "license-expired");
        system.frontierAfter(Duration.ofMinutes(5));
        assertThat(system.published()).isEmpty();

        system.report("t2", true, List.of(EXPIRED), "license-expired");
        system.second();
        assertThat(system.published()).containsExactly("multi-tenant-impact|license-expired OPEN SEVERAL");
        assertThat(system.storms).containsExactly("license-expired open");

        IntStream.range(3, 30).forEach(t -> system.report("t" + t, true, List.of(EXPIRED), "license-expired"));
        system.second();
        AlertEvent alert = system.alerts.get(0);
        assertThat(system.published()).containsExactly("multi-tenant-impact|license-expired UPDATED WIDESPREAD");
        assertThat(alert.level()).isEqualTo(Level.L3);

        system.frontierAfter(Duration.ofMinutes(15));
        assertThat(system.published()).containsExactly("multi-tenant-impact|license-expired RESOLVED WIDESPREAD");
        assertThat(system.storms).containsExactly("license-expired open", "license-expired ended");
    }

    @Test
    void a_feed_that_falls_silent_is_told_and_its_return_ends_it() {
        looked();
        Instant last = system.now();
        system.silence(Duration.ofSeconds(59));
        assertThat(system.published()).isEmpty();
        system.silence(Duration.ofSeconds(61));
        system.silence(Duration.ofSeconds(62));
        AlertEvent alert = system.alerts.get(0);
        assertThat(alert.occurredAt()).isEqualTo(last.plusSeconds(61));
        assertThat(alert.summary()).isEqualTo("No news from the source for 61 seconds; the last came at " + last + ".");
        assertThat(alert.details()).containsEntry("lastFrontierAt", last.toString());
        assertThat(system.published()).containsExactly("feed-stalled|feed OPEN STALLED");

        system.second(); // source time may have gone by more slowly than ours
        assertThat(system.alerts.get(0).occurredAt()).isEqualTo(alert.occurredAt());
        assertThat(system.published()).containsExactly("feed-stalled|feed RESOLVED STALLED");
    }

    @Test
    void a_feed_from_which_nothing_has_ever_come_has_stalled_since_this_process_began() {
        system.silence(Duration.ofSeconds(59));
        assertThat(system.published()).isEmpty();
        system.silence(Duration.ofSeconds(60));
        AlertEvent alert = system.alerts.get(0);
        assertThat(alert.summary()).contains("in the 60 seconds since stream-app began");
        assertThat(alert.occurredAt()).as("by the machine's clock").isEqualTo(system.at(60));
        assertThat(system.published()).containsExactly("feed-stalled|feed OPEN STALLED");

        system.frontierAfter(Duration.ofSeconds(90));
        assertThat(system.published()).containsExactly("feed-stalled|feed RESOLVED STALLED");
    }

    @Test
    void frontiers_that_arrive_and_are_not_passed_by_all_tasks_are_no_news() {
        SystemStory two = new SystemStory(SystemSettings.defaults(), 2, 1000);
        two.second();
        two.published();
        Instant passed = two.now();
        Frontier frontier = two.frontierFor(Duration.ofSeconds(1), 0);
        two.silence(Duration.ofSeconds(61));
        assertThat(two.alerts.get(0).occurredAt()).isEqualTo(passed.plusSeconds(61));
        assertThat(two.alerts.get(0).details()).containsEntry("lastFrontierAt", passed.toString());
        assertThat(two.alerts.get(0).summary())
                .isEqualTo("Nothing has been detected for 61 seconds: frontiers arrive, the last of " + two.now()
                        + ", and a task does not pass them.");
        two.frontierFor(Duration.ofSeconds(1), 0);
        assertThat(two.published())
                .as("another one that only arrives")
                .containsExactly("feed-stalled|feed OPEN STALLED");
        two.passes(1, frontier);
        assertThat(two.published()).containsExactly("feed-stalled|feed RESOLVED STALLED");
    }

    /** What Kafka has kept meanwhile comes first, and is as old as the silence. */
    @Test
    void a_feed_was_away_for_as_long_as_it_was_away() {
        looked();
        Instant last = system.now();
        system.silence(Duration.ofSeconds(60));
        system.silence(Duration.ofSeconds(100));
        Frontier old = system.frontierFor(Duration.ofSeconds(1));
        system.passes(0, old);
        assertThat(system.alerts)
                .extracting(AlertEvent::status)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(Duration.between(
                        system.alerts.get(0).openedAt(), system.alerts.get(1).occurredAt()))
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(system.alerts.get(1).occurredAt()).isEqualTo(last.plusSeconds(100));
    }

    @Test
    void a_restart_alone_does_not_bring_a_feed_back() {
        looked();
        system.silence(Duration.ofSeconds(61));
        system.published();
        system.restart();
        system.silence(Duration.ofSeconds(1));
        assertThat(system.published()).isEmpty();
        system.silence(Duration.ofSeconds(61));
        assertThat(system.published()).as("it is open already").isEmpty();
    }

    @Test
    void the_end_of_a_silence_is_not_before_its_beginning_also_after_a_restart() {
        looked();
        Instant last = system.now();
        system.silence(Duration.ofSeconds(61));
        system.restart();
        system.passes(0, system.frontierFor(Duration.ofSeconds(1)));

        assertThat(system.alerts)
                .extracting(AlertEvent::status, AlertEvent::occurredAt)
                .containsExactly(
                        tuple(AlertStatus.OPEN, last.plusSeconds(61)),
                        tuple(AlertStatus.RESOLVED, last.plusSeconds(61)));
    }

    /** Retention and readers count on what was announced: a row that is rejected has arrived. */
    @Test
    void a_job_that_cannot_be_understood_holds_nothing_up() {
        looked();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.job("4", "view_name", "v", "started_at", "yesterday", "success", false);
        system.second();

        assertThat(system.deadLetters).hasSize(1);
        assertThat(system.published()).containsExactly("view-refresh-failing|v OPEN FAILING");
    }

    @Test
    void a_resolved_alert_is_retired_after_a_day() {
        looked();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.second();
        system.silence(Duration.ofSeconds(61));
        system.second();
        system.succeeded("9", "v", 9);
        system.second();
        assertThat(system.retired).isEmpty();

        system.frontierAfter(Duration.ofHours(25));
        assertThat(system.retired).contains("_system|view-refresh-failing|v", "_system|feed-stalled|feed");
    }

    @Test
    void a_resolved_alert_is_retired_also_while_the_table_of_jobs_is_not_captured() {
        looked();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.second();
        system.succeeded("9", "v", 9);
        system.second();
        system.withoutJobsTable();

        system.frontierAfter(Duration.ofHours(25));
        assertThat(system.retired).containsExactly("_system|view-refresh-failing|v");
    }

    @Test
    void jobs_that_no_frontier_is_near_are_kept_until_one_is_and_taken_in_steps() {
        SystemStory small = new SystemStory(SystemSettings.defaults(), 1, 1);
        small.second();
        Frontier near = small.frontierFor(Duration.ofSeconds(1), 0);
        assertThat(small.engine().seen()).isEqualTo(near);
        assertThat(small.engine().keepsFarRows()).isFalse();
        small.logGrows(1L << 40);
        IntStream.range(1, 4).forEach(id -> small.failed("" + id, "v", id, false));
        assertThat(small.engine().keepsFarRows()).isTrue();

        small.second();
        assertThat(small.published()).containsExactly("view-refresh-failing|v OPEN FAILING");
        assertThat(small.engine().keepsFarRows()).isFalse();
    }

    @Test
    void a_job_that_is_read_again_is_counted_as_a_replay_and_says_nothing() {
        looked();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.succeeded("9", "v", 9);
        assertThat(system.engine().replays()).isZero();
        system.readsTheFirstJobAgain();
        system.readsTheFirstJobAgain();
        assertThat(system.engine().replays()).isEqualTo(2);
        system.second();
        assertThat(system.published()).isEmpty();
    }

    @Test
    void a_step_does_no_more_than_its_budget_and_nothing_is_forgotten() {
        SystemStory small = new SystemStory(SystemSettings.defaults(), 1, 1);
        for (int view = 0; view < 20; view++) {
            for (int id = 1; id < 4; id++) {
                small.failed(view + "-" + id, "v" + view, id, false);
            }
        }
        small.second();

        assertThat(small.published()).hasSize(21).contains("view-refresh-failing|v7 OPEN FAILING");
        assertThat(small.health().score()).isZero();
        assertThat(small.health().fixesNeeded()).isEqualTo(15);
    }
}
