package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.Reported;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While several tenants have one incident, a person approves what is done about it. */
class StormTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String STALLED = "onboarding-stalled";
    private static final String[] TABLES = {
        "public.onboarding_progress", "public.product_offerings", "public.tenants", "public.user_roles"
    };

    private OneTask task = new OneTask(new EngineSettings(10, Duration.ZERO), TABLES);

    @BeforeEach
    void begin() {
        offering(task);
    }

    private static void offering(OneTask of) {
        of.put(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 1));
    }

    /** Onboarding, in a step that has begun two days ago: more than it may take. */
    private static void stalled(OneTask of, String... tenants) {
        for (String tenant : tenants) {
            Map<String, Object> row = new HashMap<>(Seats.tenantRow(tenant, "team"));
            row.put("onboarding_completed", false);
            of.put(SourceTable.TENANTS, tenant, row);
            of.put(
                    SourceTable.ONBOARDING_PROGRESS,
                    "step-" + tenant,
                    Map.of(
                            "id",
                            "step-" + tenant,
                            "tenant_id",
                            tenant,
                            "current_step",
                            "features",
                            "updated_at",
                            of.now().minus(Duration.ofDays(2)).toString()));
        }
    }

    private void pass(Duration time) {
        task.frontierAfter(time);
        task.finish();
    }

    private void storm(boolean open) {
        task.current().onStorm(StormReport.of(STALLED, open, task.now()));
    }

    /** What was issued since the last call, such as {@code acme ISSUE RERUN_ONBOARDING_STEP 1 AUTO}, but for defaults. */
    private List<String> published() {
        List<String> published = task.published.commands.stream()
                .map(Published.Command::command)
                .filter(command -> command.type() == CommandType.RERUN_ONBOARDING_STEP)
                .map(command ->
                        command.tenantId() + " " + command.kind() + " " + command.attempt() + " " + command.mode())
                .toList();
        task.published.commands.clear();
        return published;
    }

    private RemediationCommand rerun() {
        return task.issued(CommandType.RERUN_ONBOARDING_STEP);
    }

    @Test
    void what_is_issued_while_it_lasts_waits_for_a_person_and_says_why() {
        storm(true);
        stalled(task, "acme");
        pass(SECOND);
        assertThat(rerun().mode()).isEqualTo(CommandMode.APPROVE);
        assertThat(rerun().approvalsRequired()).isEqualTo(1);
        assertThat(rerun().approvalReason()).isEqualTo(ApprovalReason.MULTI_TENANT_IMPACT);
        assertThat(published()).containsExactly("acme ISSUE 1 APPROVE");
    }

    @Test
    void a_storm_of_another_rule_is_none_of_this_one() {
        task.current().onStorm(StormReport.of("license-expired", true, task.now()));
        stalled(task, "acme");
        pass(SECOND);
        assertThat(published()).containsExactly("acme ISSUE 1 AUTO");
    }

    @Test
    void what_is_on_its_way_is_taken_back_and_issued_again_once() {
        stalled(task, "acme");
        pass(SECOND);
        assertThat(published()).containsExactly("acme ISSUE 1 AUTO");
        storm(true);
        pass(SECOND);
        assertThat(rerun().approvalReason()).isEqualTo(ApprovalReason.MULTI_TENANT_IMPACT);
        assertThat(rerun().parameters()).isNotEmpty();
        assertThat(published()).containsExactly("acme CANCEL 1 AUTO", "acme ISSUE 2 APPROVE");
        storm(true);
        pass(SECOND);
        pass(Duration.ofMinutes(1));
        assertThat(published()).isEmpty();
    }

    @Test
    void what_a_limit_holds_back_is_taken_back_too() {
        stalled(task, "acme");
        pass(SECOND);
        task.report(Reported.held(rerun(), 1, "BUDGET"));
        pass(SECOND);
        published();
        storm(true);
        pass(SECOND);
        assertThat(published()).containsExactly("acme CANCEL 1 AUTO", "acme ISSUE 2 APPROVE");
    }

    @Test
    void what_the_worker_has_begun_or_done_stays_as_it_is() {
        stalled(task, "acme", "bolt");
        pass(SECOND);
        for (RemediationCommand command : task.published.commands.stream()
                .map(Published.Command::command)
                .filter(command -> command.type() == CommandType.RERUN_ONBOARDING_STEP)
                .toList()) {
            task.report(
                    command.tenantId().equals("acme")
                            ? Reported.state(command, 1, CommandState.EXECUTING)
                            : Reported.applied(command, 1, task.lsn() + 1_000_000, task.now()));
        }
        published();
        storm(true);
        pass(SECOND);
        pass(SECOND);
        assertThat(published()).isEmpty();
    }

    @Test
    void what_waits_for_a_person_goes_on_waiting_when_it_ends_and_new_ones_are_auto() {
        storm(true);
        stalled(task, "acme");
        pass(SECOND);
        published();
        storm(false);
        pass(SECOND);
        assertThat(published()).isEmpty();
        stalled(task, "bolt");
        pass(SECOND);
        assertThat(published()).containsExactly("bolt ISSUE 1 AUTO");
    }

    @Test
    void a_restart_does_not_end_it() {
        storm(true);
        task.restart();
        stalled(task, "acme");
        pass(SECOND);
        assertThat(published()).containsExactly("acme ISSUE 1 APPROVE");
    }

    /** None is forgotten, none is taken back twice, and a step does no more than its budget. */
    @Test
    void a_thousand_tenants_are_looked_at_in_steps_and_through_a_restart() {
        String[] tenants = new String[1000];
        for (int i = 0; i < tenants.length; i++) {
            tenants[i] = "tenant-" + (1000 + i);
        }
        stalled(task, tenants);
        pass(SECOND);
        assertThat(published()).hasSize(1000).allMatch(line -> line.endsWith("AUTO"));
        storm(true);
        assertThat(task.frontierAfter(SECOND)).as("most of the walk is left").isTrue();
        assertThat(published()).hasSize(20);
        task.restart();
        for (int step = 0; step < 3; step++) {
            assertThat(task.step()).isTrue();
            assertThat(published()).hasSizeLessThanOrEqualTo(20);
        }
        int before = 20 + 60;
        task.finish();
        assertThat(published()).hasSize(2000 - before);
        storm(true);
        pass(SECOND);
        assertThat(published()).isEmpty();
    }

    @Test
    void who_has_nothing_on_its_way_is_not_looked_at() {
        stalled(task, "acme");
        for (int i = 0; i < 100; i++) {
            task.put(SourceTable.TENANTS, "idle-" + i, Seats.tenantRow("idle-" + i, "team"));
        }
        pass(SECOND);
        published();
        storm(true);
        assertThat(task.frontierAfter(SECOND)).as("something is left").isFalse();
        assertThat(published()).hasSize(2);
    }

    @Test
    void what_a_person_requests_is_not_of_the_storm() throws MalformedRecordException {
        storm(true);
        stalled(task, "acme");
        pass(SECOND);
        published();
        task.current()
                .onRequest(new OperatorAction(
                        "r1",
                        ActionKind.REQUEST,
                        "acme",
                        null,
                        null,
                        null,
                        new OperatorAction.Request(CommandType.RERUN_ONBOARDING_STEP, "onboarding", Map.of()),
                        null,
                        "ann",
                        task.now()));
        pass(SECOND);
        assertThat(published()).containsExactly("acme ISSUE 1 AUTO");
    }

    /** All that is known is what was published. */
    @Test
    void a_state_that_is_lost_knows_of_it_and_takes_back_what_is_on_its_way() throws MalformedRecordException {
        stalled(task, "acme");
        pass(SECOND);
        FormerAlerts alerts = new FormerAlerts();
        for (AlertEvent event : task.alerts) {
            alerts.published(event.key(), event);
        }
        FormerCommands commands = new FormerCommands();
        for (Published.Command one : task.published.commands) {
            alerts.sent(one.command());
            commands.sent(one.command(), alerts.openedAt(one.command()));
        }
        List<Published.Command> issued = List.copyOf(task.published.commands);
        assertThat(issued).isNotEmpty();
        task = new OneTask(new EngineSettings(10, Duration.ZERO), TABLES);
        task.current().recall(alerts, List.of());
        task.current().recall(commands);
        task.current().recall(Set.of(STALLED));
        offering(task);
        stalled(task, "acme", "bolt");
        pass(SECOND);
        assertThat(published())
                .containsExactlyInAnyOrder("acme CANCEL 1 AUTO", "acme ISSUE 2 APPROVE", "bolt ISSUE 1 APPROVE");
    }
}
