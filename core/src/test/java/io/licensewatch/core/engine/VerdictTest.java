package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.Reported;
import io.licensewatch.core.command.Reports;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the change stream says of commands that were carried out, or of which a worker says so. */
class VerdictTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final OneTask task = new OneTask(
            EngineSettings.defaults(),
            "public.feature_catalog",
            "public.onboarding_progress",
            "public.product_offerings",
            "public.tenant_feature_grants",
            "public.tenants",
            "public.user_roles");
    private final Seats seats = new Seats(task);

    @BeforeEach
    void a_tenant_with_two_seats() {
        seats.offering("team", 2);
        seats.tenant("acme", "team");
        seats.hire("acme", "ann", "bob");
        pass(SECOND);
    }

    private void pass(Duration time) {
        task.frontierAfter(time);
        task.finish();
    }

    /** A third user. */
    private RemediationCommand exceeded() {
        seats.hire("acme", "cem");
        pass(SECOND);
        return task.issued(CommandType.UPGRADE_SEATS);
    }

    /** Onboarding of which only the flag is missing stalls; nothing is held back, and the command is AUTO. */
    private RemediationCommand stalled() {
        onboarding(false);
        pass(Duration.ofHours(49));
        return task.issued(CommandType.RERUN_ONBOARDING_STEP);
    }

    private void onboarding(boolean completed) {
        Map<String, Object> row = new HashMap<>(Seats.tenantRow("acme", "team"));
        row.put("onboarding_completed", completed);
        row.put("created_at", task.now().toString());
        task.put(SourceTable.TENANTS, "acme", row);
    }

    private List<String> verdicts() {
        return task.published.verdicts.stream()
                .map(verdict -> verdict.effect() + " " + verdict.reason())
                .toList();
    }

    @Test
    void a_fix_is_effective_once_the_alert_is_gone_for_its_hold() {
        RemediationCommand upgrade = exceeded();
        seats.offering("team", 10);
        task.applied(upgrade);
        pass(SECOND);
        pass(Duration.ofSeconds(59));
        assertThat(verdicts()).as("a minute has to pass").isEmpty();
        pass(SECOND);
        assertThat(task.published.verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.verdictId()).isEqualTo(upgrade.commandId() + ":verdict:1");
            assertThat(verdict.reason()).isEqualTo("CLEARED");
            assertThat(verdict.judgedAt()).isEqualTo(task.now());
            assertThat(verdict.frontierLsn()).isEqualTo(Lsn.text(task.lsn()));
            assertThat(verdict.alertId()).isEqualTo(upgrade.alertId());
        });
        pass(MINUTE);
        assertThat(verdicts()).hasSize(1);
    }

    @Test
    void a_worker_that_lies_is_found_out_at_the_frontier() {
        RemediationCommand upgrade = exceeded();
        task.applied(upgrade);
        pass(SECOND);
        pass(MINUTE);
        assertThat(verdicts()).containsExactly("INEFFECTIVE STILL_OPEN");
    }

    @Test
    void there_is_no_verdict_before_a_frontier_at_or_after_the_effect() {
        RemediationCommand upgrade = exceeded();
        task.report(Reported.applied(upgrade, 1, task.lsn() + 4, task.now()));
        pass(SECOND);
        pass(MINUTE);
        pass(MINUTE);
        assertThat(verdicts()).as("three behind").isEmpty();
        pass(SECOND);
        pass(MINUTE);
        assertThat(verdicts()).containsExactly("INEFFECTIVE STILL_OPEN");
    }

    @Test
    void a_fix_that_leaves_the_alert_open_but_not_for_its_reason_is_effective() {
        RemediationCommand upgrade = exceeded();
        seats.offering("team", 3);
        task.applied(upgrade);
        pass(SECOND);
        pass(MINUTE);
        assertThat(task.alerts.get(task.alerts.size() - 1).stage()).isEqualTo("NEAR_LIMIT");
        assertThat(verdicts()).containsExactly("EFFECTIVE ITEM_CLEARED");
    }

    @Test
    void a_later_end_overrides() {
        RemediationCommand upgrade = exceeded();
        task.applied(upgrade);
        pass(SECOND);
        pass(MINUTE);
        seats.offering("team", 10);
        pass(SECOND);
        pass(MINUTE);
        assertThat(verdicts()).containsExactly("INEFFECTIVE STILL_OPEN", "EFFECTIVE CLEARED_LATER");
        assertThat(task.published.verdicts.get(1).verdictId()).isEqualTo(upgrade.commandId() + ":verdict:2");
    }

    @Test
    void a_dip_is_no_effect() {
        RemediationCommand upgrade = exceeded();
        task.applied(upgrade);
        pass(SECOND);
        pass(Duration.ofSeconds(50));
        seats.leave("acme", "cem");
        pass(SECOND);
        seats.hire("acme", "cem");
        pass(Duration.ofSeconds(10));
        assertThat(verdicts()).containsExactly("INEFFECTIVE STILL_OPEN");
    }

    @Test
    void an_end_that_is_near_is_waited_for() {
        RemediationCommand upgrade = exceeded();
        task.applied(upgrade);
        pass(SECOND);
        pass(Duration.ofSeconds(50));
        seats.offering("team", 10);
        pass(SECOND);
        pass(Duration.ofSeconds(10));
        assertThat(verdicts()).as("due, and the alert's own hold is running").isEmpty();
        pass(Duration.ofSeconds(50));
        assertThat(verdicts()).containsExactly("EFFECTIVE CLEARED");
    }

    @Test
    void what_is_reported_twice_is_judged_once_and_a_restart_changes_nothing() {
        RemediationCommand upgrade = exceeded();
        seats.offering("team", 10);
        RemediationResult result = task.applied(upgrade);
        task.restart();
        assertThat(task.report(result)).isEqualTo(Reports.Taken.REPLAY);
        pass(SECOND);
        task.restart();
        task.report(Reported.of(upgrade, 2, CommandState.APPLIED, "TOO_LATE", result.effectiveLsn(), task.now()));
        pass(MINUTE);
        task.restart();
        assertThat(task.report(result)).isEqualTo(Reports.Taken.REPLAY);
        pass(SECOND); // holds begin anew with a process that has not seen the frontier before
        pass(MINUTE);
        pass(MINUTE);
        assertThat(verdicts()).containsExactly("EFFECTIVE CLEARED");
    }

    @Test
    void what_no_alert_shows_gets_no_verdict() {
        task.put(SourceTable.FEATURE_CATALOG, "reports", Map.of("id", "reports", "code", "reports", "is_active", true));
        task.put(
                SourceTable.TENANT_FEATURE_GRANTS,
                "g1",
                Map.of("id", "g1", "tenant_id", "acme", "feature_id", "reports", "expires_at", 20530));
        pass(SECOND);
        RemediationCommand notice = task.issued(CommandType.NOTIFY_TENANT_ADMIN);
        assertThat(notice.verifyBy()).isNull();
        assertThat(task.report(Reported.of(notice, 1, CommandState.APPLIED, null, null, task.now())))
                .isEqualTo(Reports.Taken.NEWS);
        pass(MINUTE);
        assertThat(verdicts()).isEmpty();
    }

    @Test
    void the_status_says_what_has_become_of_each_command() {
        RemediationCommand upgrade = exceeded();
        assertThat(listed(upgrade)).isEqualTo("ISSUED null null");
        task.report(Reported.held(upgrade, 1, "BUDGET"));
        pass(SECOND);
        assertThat(listed(upgrade)).isEqualTo("HELD BUDGET null");
        assertThat(task.published.reports.get(task.published.reports.size() - 1).held())
                .isEqualTo(Map.of("BUDGET", 1L));
        task.report(Reported.applied(upgrade, 2, task.lsn() + 3, task.now()));
        pass(SECOND);
        assertThat(listed(upgrade)).isEqualTo("APPLIED AWAITS_FRONTIER null");
        pass(SECOND);
        pass(SECOND);
        assertThat(listed(upgrade)).isEqualTo("APPLIED AWAITS_HOLD null");
        pass(MINUTE);
        assertThat(listed(upgrade)).isEqualTo("APPLIED null INEFFECTIVE");
    }

    @Test
    void an_alert_says_what_is_known_of_its_commands_at_each_transition() {
        RemediationCommand upgrade = exceeded();
        assertThat(known(upgrade)).isEqualTo(CommandState.ISSUED);
        seats.offering("team", 10);
        task.applied(upgrade);
        pass(SECOND);
        pass(MINUTE);
        assertThat(task.alerts.get(task.alerts.size() - 1).status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(known(upgrade)).isEqualTo(CommandState.APPLIED);
    }

    private CommandState known(RemediationCommand command) {
        return task.alerts.get(task.alerts.size() - 1).commands().stream()
                .filter(one -> one.commandId().equals(command.commandId()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private String listed(RemediationCommand command) {
        return task.statuses.get(task.statuses.size() - 1).commands().stream()
                .filter(one -> one.commandId().equals(command.commandId()))
                .map(one -> one.state() + " " + one.reason() + " " + one.effect())
                .findFirst()
                .orElseThrow();
    }

    /** All that is known is what was published, and results are read again. */
    @Test
    void a_state_that_is_lost_judges_nothing_a_second_time() {
        RemediationCommand upgrade = exceeded();
        RemediationResult result = task.applied(upgrade);
        pass(SECOND);
        pass(MINUTE);
        assertThat(verdicts()).hasSize(1);
        OneTask after = new OneTask(EngineSettings.defaults(), Seats.TABLES);
        FormerCommands former = new FormerCommands();
        sent(former);
        task.published.verdicts.forEach(former::judged);
        after.current().recall(former);
        Seats again = new Seats(after);
        again.offering("team", 2);
        again.tenant("acme", "team");
        again.hire("acme", "ann", "bob", "cem");
        assertThat(after.report(result)).isEqualTo(Reports.Taken.NEWS);
        for (int i = 0; i < 100; i++) {
            after.frontierAfter(SECOND);
            after.finish();
        }
        assertThat(after.published.verdicts)
                .filteredOn(verdict -> verdict.commandId().equals(upgrade.commandId()))
                .allSatisfy(verdict -> assertThat(verdict.verdictId()).endsWith(":verdict:2"));
    }

    private void sent(FormerCommands former) {
        for (Published.Command one : task.published.commands) {
            try {
                former.sent(one.command(), Instant.MAX);
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void a_stranger_cannot_contradict_what_was_issued() {
        RemediationCommand upgrade = exceeded();
        RemediationResult unknown = Reported.applied(named(upgrade, "nobody"), 1, task.lsn(), task.now());
        assertThat(task.report(unknown)).isEqualTo(Reports.Taken.UNKNOWN);
        refused(otherType(upgrade), "it contradicts the command");
        refused(Reported.of(upgrade, 1, CommandState.APPLIED, null, null, null), "not where");
        refused(Reported.of(upgrade, 1, CommandState.APPLIED, null, "nonsense", null), "not an LSN");
        refused(Reported.of(upgrade, 1, CommandState.APPLIED, null, "FFFFFFFF/FFFFFFFF", null), "no server reaches");
        task.report(Reported.state(upgrade, 1, CommandState.REJECTED));
        refused(Reported.applied(upgrade, 2, task.lsn(), task.now()), "cannot follow REJECTED");
        pass(MINUTE);
        pass(MINUTE);
        assertThat(verdicts()).isEmpty();
    }

    private void refused(RemediationResult result, String words) {
        assertThatThrownBy(() -> task.current().onResult(result))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(words);
    }

    private static RemediationCommand named(RemediationCommand command, String commandId) {
        return copy(command, commandId, command.type());
    }

    private static RemediationResult otherType(RemediationCommand command) {
        return Reported.state(copy(command, command.commandId(), CommandType.EXTEND_LICENSE), 1, CommandState.FAILED);
    }

    private static RemediationCommand copy(RemediationCommand one, String commandId, CommandType type) {
        return new RemediationCommand(
                commandId,
                one.kind(),
                type,
                one.tenantId(),
                one.target(),
                one.parameters(),
                one.alertId(),
                one.eventId(),
                one.summary(),
                one.mode(),
                one.precondition(),
                one.attempt(),
                one.issuedAt(),
                one.deadline(),
                one.guard(),
                one.bound(),
                one.maxRows(),
                one.approvalsRequired(),
                one.approvalReason(),
                one.verifyBy(),
                one.recurrence(),
                one.origin());
    }

    @Test
    void an_effect_that_the_log_does_not_reach_is_not_judged_and_hides_no_other() {
        RemediationCommand upgrade = exceeded();
        task.report(Reported.applied(upgrade, 1, SourcePosition.LAST_LSN, task.now()));
        task.applied(task.issued(CommandType.DEACTIVATE_INACTIVE_USERS));
        pass(SECOND);
        pass(MINUTE);
        assertThat(task.published.verdicts)
                .extracting(Verdict::type)
                .containsExactly(CommandType.DEACTIVATE_INACTIVE_USERS);
        task.report(Reported.applied(upgrade, 2, task.lsn(), task.now()));
        pass(SECOND);
        pass(MINUTE);
        assertThat(task.published.verdicts).extracting(Verdict::type).contains(CommandType.UPGRADE_SEATS);
    }

    @Test
    void what_was_carried_out_is_not_taken_back() {
        RemediationCommand upgrade = exceeded();
        seats.offering("team", 10);
        task.applied(upgrade);
        pass(SECOND);
        pass(MINUTE);
        assertThat(task.published.commands)
                .extracting(Published.Command::command)
                .filteredOn(command -> command.kind() == CommandKind.CANCEL)
                .extracting(RemediationCommand::type)
                .containsExactly(CommandType.DEACTIVATE_INACTIVE_USERS);
    }

    @Test
    void nothing_is_left_of_a_command_a_day_after_its_verdict() {
        int before = task.state.size();
        int timers = task.timers.size();
        RemediationCommand upgrade = exceeded();
        seats.offering("team", 10);
        task.applied(upgrade);
        for (int i = 0; i < 3; i++) {
            pass(MINUTE);
        }
        pass(Duration.ofHours(24));
        pass(Duration.ofHours(1));
        assertThat(task.report(Reported.applied(upgrade, 7, task.lsn(), task.now())))
                .isEqualTo(Reports.Taken.UNKNOWN);
        pass(SECOND);
        assertThat(task.state.size()).isLessThanOrEqualTo(before + 5);
        assertThat(task.timers.size()).isLessThanOrEqualTo(timers + 2);
    }

    @Test
    void what_does_not_help_is_tried_once_more_and_then_a_person_has_to_approve() {
        deactivation();
        RemediationCommand first = task.issued(CommandType.DEACTIVATE_INACTIVE_USERS);
        fail(first);
        RemediationCommand second = task.issued(CommandType.DEACTIVATE_INACTIVE_USERS);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.recurrence()).isEqualTo(2);
        assertThat(task.alerts).extracting(AlertEvent::reason).doesNotContain("REMEDIATION_INEFFECTIVE");
        fail(second);
        assertThat(task.alerts.get(task.alerts.size() - 1)).satisfies(alert -> {
            assertThat(alert.reason()).isEqualTo("REMEDIATION_INEFFECTIVE");
            assertThat(alert.level().name()).as("it was L2").isEqualTo("L3");
        });
        assertThat(task.issued(CommandType.DEACTIVATE_INACTIVE_USERS).attempt()).isEqualTo(3);
    }

    private void deactivation() {
        exceeded();
    }

    /** It is said to be applied, and changes nothing. */
    private void fail(RemediationCommand command) {
        task.applied(command);
        pass(SECOND);
        pass(MINUTE);
        pass(SECOND);
        pass(SECOND);
    }

    @Test
    void a_fix_that_comes_undone_again_and_again_needs_a_person_in_the_end() {
        RemediationCommand first = stalled();
        assertThat(first.mode()).isEqualTo(CommandMode.AUTO);
        for (int round = 1; round <= 3; round++) {
            assertThat(task.issued(CommandType.RERUN_ONBOARDING_STEP).mode()).isEqualTo(CommandMode.AUTO);
            comesUndone();
        }
        assertThat(verdicts()).containsOnly("EFFECTIVE CLEARED").hasSize(3);
        RemediationCommand fourth = task.issued(CommandType.RERUN_ONBOARDING_STEP);
        assertThat(fourth.mode()).isEqualTo(CommandMode.APPROVE);
        assertThat(fourth.recurrence()).isEqualTo(4);
        assertThat(fourth.approvalsRequired()).isEqualTo(1);
        pass(SECOND);
        pass(SECOND);
        assertThat(task.alerts.get(task.alerts.size() - 1)).satisfies(alert -> {
            assertThat(alert.reason()).isEqualTo("REMEDIATION_INEFFECTIVE");
            assertThat(alert.level().name()).isEqualTo("L2");
        });
    }

    /** The flag is set by the worker, and taken away again by somebody. */
    private void comesUndone() {
        Instant created = task.now().minus(Duration.ofHours(50));
        flag(true, created);
        task.applied(task.issued(CommandType.RERUN_ONBOARDING_STEP));
        pass(MINUTE);
        flag(false, created);
        pass(MINUTE);
    }

    private void flag(boolean completed, Instant created) {
        Map<String, Object> row = new HashMap<>(Seats.tenantRow("acme", "team"));
        row.put("onboarding_completed", completed);
        row.put("created_at", created.toString());
        task.put(SourceTable.TENANTS, "acme", row);
    }

    @Test
    void a_day_in_which_all_is_effective_ends_what_needed_a_person() {
        assertThat(modeAfter(Duration.ofHours(25))).isEqualTo(CommandMode.AUTO);
        pass(SECOND);
        assertThat(task.alerts.get(task.alerts.size() - 1).level().name()).isEqualTo("L1");
    }

    @Test
    void less_than_a_day_does_not() {
        assertThat(modeAfter(Duration.ofHours(23))).isEqualTo(CommandMode.APPROVE);
    }

    /** The fourth is approved and helps; so much later the alert comes again. */
    private CommandMode modeAfter(Duration time) {
        stalled();
        for (int round = 1; round <= 3; round++) {
            comesUndone();
        }
        pass(SECOND);
        Instant created = task.now().minus(Duration.ofHours(50));
        flag(true, created);
        task.applied(task.issued(CommandType.RERUN_ONBOARDING_STEP));
        pass(MINUTE);
        pass(time);
        flag(false, created);
        pass(MINUTE);
        return task.issued(CommandType.RERUN_ONBOARDING_STEP).mode();
    }
}
