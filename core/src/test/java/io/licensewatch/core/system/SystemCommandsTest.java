package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.Reports;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands about the system itself: what a worker reports of them, what people request, and the verdict. */
class SystemCommandsTest {
    private final SystemStory system = new SystemStory();

    @BeforeEach
    void a_view_fails() {
        system.second();
        system.succeeded("0", "v", 0);
        system.second();
        IntStream.range(1, 4).forEach(id -> system.failed("" + id, "v", id, false));
        system.second();
        assertThat(issued()).hasSize(1);
        system.second();
    }

    private List<RemediationCommand> issued() {
        return system.commands.stream()
                .filter(command -> command.kind() == CommandKind.ISSUE)
                .toList();
    }

    private Reports.Taken applied(String lsn) throws MalformedRecordException {
        return applied(system, lsn);
    }

    private Reports.Taken applied(SystemStory story, String lsn) throws MalformedRecordException {
        RemediationCommand command = issued().get(0);
        return story.engine()
                .onResult(new RemediationResult(
                        command.commandId() + ":1",
                        command.commandId(),
                        command.alertId(),
                        command.tenantId(),
                        command.type(),
                        CommandState.APPLIED,
                        null,
                        null,
                        1L,
                        List.of(),
                        lsn,
                        List.of(),
                        new RemediationResult.Worker("w", "1"),
                        1,
                        system.now(),
                        system.now(),
                        system.now(),
                        null));
    }

    @Test
    void a_refresh_after_which_the_view_still_fails_was_ineffective_at_its_position() throws MalformedRecordException {
        assertThat(applied(system.lsnAhead(1000))).isEqualTo(Reports.Taken.NEWS);
        system.second();
        assertThat(system.verdicts).as("its change has not been seen yet").isEmpty();

        system.logGrows(2000);
        system.second();
        assertThat(system.verdicts)
                .extracting(Verdict::effect, Verdict::reason, Verdict::tenantId)
                .containsExactly(tuple(Effect.INEFFECTIVE, "STILL_OPEN", AlertEvent.SYSTEM_TENANT));
        system.second();
        assertThat(system.verdicts).as("once").hasSize(1);
        assertThat(issued()).as("another attempt").hasSize(2);
    }

    @Test
    void a_refresh_that_helped_was_effective_and_a_repeated_report_is_no_news() throws MalformedRecordException {
        system.succeeded("4", "v", 4);
        String lsn = system.lsnAhead(0);
        assertThat(applied(lsn)).isEqualTo(Reports.Taken.NEWS);
        system.second();
        assertThat(system.verdicts).extracting(Verdict::effect).containsExactly(Effect.EFFECTIVE);
        assertThat(applied(lsn)).isEqualTo(Reports.Taken.REPLAY);
        system.second();
        assertThat(system.verdicts).hasSize(1);
        assertThat(issued()).as("nothing more is wanted").hasSize(1);
    }

    @Test
    void a_cancelled_refresh_cites_the_success_that_ended_its_alert() {
        system.succeeded("4", "v", 4);
        system.second();

        AlertEvent resolved = system.alerts.get(system.alerts.size() - 1);
        RemediationCommand cancel = system.commands.get(system.commands.size() - 1);
        assertThat(resolved.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(cancel.kind()).isEqualTo(CommandKind.CANCEL);
        assertThat(cancel.precondition()).isEqualTo(resolved.evidence());
    }

    /** It is looked at once, whatever else there is to do: or it would be remembered for ever. */
    @Test
    void a_state_that_is_lost_forgets_what_was_issued_long_ago() throws MalformedRecordException {
        SystemStory after = new SystemStory();
        FormerCommands commands = new FormerCommands();
        commands.sent(issued().get(0), Instant.MAX);
        after.engine().recall(commands);
        after.frontierAfter(Duration.ofDays(30));
        assertThat(applied(after, after.lsnAhead(0))).isEqualTo(Reports.Taken.UNKNOWN);
    }

    @Test
    void a_state_that_is_lost_knows_the_commands_that_were_issued() throws MalformedRecordException {
        SystemStory after = new SystemStory();
        FormerAlerts former = new FormerAlerts();
        for (AlertEvent alert : system.alerts) {
            former.published(alert.key(), alert);
        }
        for (RemediationCommand command : system.commands) {
            former.sent(command);
        }
        FormerCommands commands = new FormerCommands();
        for (RemediationCommand command : issued()) {
            commands.sent(command, command.issuedAt());
        }
        after.engine().recall(former);
        after.engine().recall(commands);
        assertThat(applied(after, after.lsnAhead(0))).as("it is known").isEqualTo(Reports.Taken.NEWS);
        after.second();
        assertThat(after.verdicts).as("and judged").hasSize(1);
        assertThat(after.commands).extracting(RemediationCommand::kind).doesNotContain(CommandKind.ISSUE);
    }

    @Test
    void what_a_person_requests_becomes_one_command_at_the_next_frontier() throws MalformedRecordException {
        OperatorAction request = new OperatorAction(
                "a1",
                ActionKind.REQUEST,
                AlertEvent.SYSTEM_TENANT,
                null,
                null,
                null,
                new OperatorAction.Request(CommandType.CLEAR_CACHES, "caches", Map.of()),
                null,
                "ada",
                system.now());
        system.engine().onRequest(request);
        assertThat(issued()).as("not before a frontier").hasSize(1);
        system.second();
        system.engine().onRequest(request);
        system.second();
        assertThat(issued())
                .filteredOn(command -> command.origin() == CommandOrigin.OPERATOR)
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.type()).isEqualTo(CommandType.CLEAR_CACHES);
                    assertThat(command.tenantId()).isEqualTo(AlertEvent.SYSTEM_TENANT);
                    assertThat(command.alertId()).isEqualTo("_operator|a1");
                });
    }
}
