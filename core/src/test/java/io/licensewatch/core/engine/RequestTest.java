package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that a person requests. */
class RequestTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(EngineSettings.defaults(), Seats.TABLES);
    private final Seats seats = new Seats(task);

    @BeforeEach
    void a_tenant() {
        seats.offering("team", 9);
        seats.tenant("acme", "team");
        pass(SECOND);
    }

    private void pass(Duration time) {
        task.frontierAfter(time);
        task.finish();
    }

    private OperatorAction request(
            String actionId, CommandType type, String target, Map<String, @Nullable Object> parameters) {
        return request(actionId, "acme", type, target, parameters, task.now());
    }

    private static OperatorAction request(
            String actionId,
            String tenant,
            CommandType type,
            String target,
            Map<String, @Nullable Object> parameters,
            Instant at) {
        OperatorAction.Request request = new OperatorAction.Request(type, target, parameters);
        return new OperatorAction(actionId, ActionKind.REQUEST, tenant, null, null, null, request, null, "kim", at);
    }

    private OperatorAction refresh(String actionId) {
        return request(actionId, CommandType.REFRESH_VIEWS, "views", Map.of("force", true));
    }

    private void send(OperatorAction action) {
        try {
            task.current().onRequest(action);
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private List<RemediationCommand> commands() {
        return task.published.commands.stream().map(Published.Command::command).toList();
    }

    @Test
    void a_request_becomes_a_command_at_the_next_frontier() {
        send(refresh("a1"));
        assertThat(commands()).isEmpty();
        pass(SECOND);
        assertThat(commands()).singleElement().satisfies(command -> {
            assertThat(command.origin()).isEqualTo(CommandOrigin.OPERATOR);
            assertThat(command.alertId()).isEqualTo("_operator|a1");
            assertThat(command.eventId()).isEqualTo("_operator|a1:1:1");
            assertThat(command.type()).isEqualTo(CommandType.REFRESH_VIEWS);
            assertThat(command.mode()).isEqualTo(CommandMode.AUTO);
            assertThat(command.parameters()).isEqualTo(Map.of("force", true));
            assertThat(command.issuedAt()).isEqualTo(task.now());
            assertThat(command.verifyBy()).isNull();
            assertThat(command.summary()).doesNotContain("kim");
        });
    }

    @Test
    void of_a_repeated_one_the_first_counts_for_as_long_as_it_could_be_wanted() {
        OperatorAction action = refresh("a1");
        send(action);
        send(action);
        pass(SECOND);
        task.restart();
        send(action);
        pass(SECOND);
        pass(Duration.ofHours(30));
        send(action);
        pass(SECOND);
        assertThat(commands()).hasSize(1);
        send(refresh("a2"));
        pass(SECOND);
        assertThat(commands()).hasSize(2);
    }

    @Test
    void one_for_which_an_alert_is_open_is_judged_by_it() {
        Map<String, Object> row = new HashMap<>(Seats.tenantRow("acme", "team"));
        row.put("onboarding_completed", false);
        row.put("created_at", task.now().toString());
        task.put(SourceTable.TENANTS, "acme", row);
        pass(Duration.ofHours(49));
        RemediationCommand rule = task.issued(CommandType.RERUN_ONBOARDING_STEP);
        send(request("a1", CommandType.RERUN_ONBOARDING_STEP, "onboarding", Map.of("step", "payment")));
        pass(SECOND);
        RemediationCommand requested = task.issued(CommandType.RERUN_ONBOARDING_STEP);
        assertThat(requested.origin()).isEqualTo(CommandOrigin.OPERATOR);
        assertThat(requested.guard()).isEqualTo(rule.guard());
        assertThat(requested.verifyBy()).isEqualTo(rule.verifyBy());
        task.applied(requested);
        pass(SECOND);
        assertThat(task.published.verdicts)
                .extracting(verdict -> verdict.commandId() + " " + verdict.effect())
                .containsExactly(requested.commandId() + " INEFFECTIVE");
    }

    /** Grants or the subscription: the worker's function sees in the database which of them has ended. */
    @Test
    void of_an_extension_for_which_no_alert_is_open_nobody_knows_what_ended_the_coverage() {
        send(request("a1", CommandType.EXTEND_LICENSE, "license", Map.of("featureIds", List.of("reports"))));
        pass(SECOND);
        assertThat(task.issued(CommandType.EXTEND_LICENSE).bound()).isNull();
    }

    @Test
    void what_cannot_be_carried_out_is_refused() {
        refused(request("a1", CommandType.DEACTIVATE_INACTIVE_USERS, "seats", Map.of()), "cannot be requested");
        refused(request("a1", CommandType.END_EXTENSION, "license", Map.of()), "cannot be requested");
        refused(request("a1", CommandType.CLEAR_CACHES, "caches", Map.of()), "is requested for _system");
        refused(request("a1", CommandType.REFRESH_VIEWS, " ", Map.of()), "target");
        refused(request("a1", CommandType.REFRESH_VIEWS, "views", Map.of("force", "yes")), "force");
        refused(request("a1", CommandType.EXTEND_LICENSE, "license", Map.of()), "featureIds");
        refused(
                request(
                        "a1",
                        CommandType.EXTEND_LICENSE,
                        "license",
                        Map.of("featureIds", List.of("x"), "extensionDays", 15)),
                "extensionDays");
        refused(
                request("a1", "nobody", CommandType.REFRESH_VIEWS, "views", Map.of(), task.now()),
                "its tenant is unknown");
        refused(
                request(
                        "a1",
                        "acme",
                        CommandType.REFRESH_VIEWS,
                        "views",
                        Map.of(),
                        task.now().plus(Duration.ofDays(2))),
                "the source's time is");
        pass(SECOND);
        assertThat(commands()).isEmpty();
    }

    private void refused(OperatorAction action, String words) {
        assertThatThrownBy(() -> task.current().onRequest(action))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(words);
    }

    @Test
    void what_was_wanted_long_ago_is_not_carried_out() {
        Instant longAgo = task.now().minus(Duration.ofDays(90));
        send(request("a1", "acme", CommandType.REFRESH_VIEWS, "views", Map.of("force", true), longAgo));
        pass(SECOND);
        assertThat(commands()).isEmpty();
    }
}
