package io.licensewatch.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.control.ActionWriter;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Decisions;
import io.licensewatch.control.RefusedException;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Decisions MARIA = new Decisions("maria", Instant.parse("2026-03-02T12:00:00.123456789Z"));
    private static final String PLAN = "9d1c6a0f3be84d27";

    @Test
    void an_approval_has_the_hash_of_the_waiting_plan() {
        OperatorAction approval = MARIA.approve(Samples.deactivation("issued", "awaiting-approval"), null);

        assertThat(approval.kind()).isEqualTo(ActionKind.APPROVE);
        assertThat(approval.commandId()).isEqualTo(Samples.DEACTIVATE);
        assertThat(approval.planHash()).isEqualTo(PLAN);
        assertThat(approval.by()).isEqualTo("maria");
        keepsItsContract(approval);
    }

    @Test
    void every_decision_has_its_own_id() {
        CommandView view = Samples.deactivation("awaiting-approval");

        assertThat(MARIA.approve(view, PLAN).actionId())
                .isNotEqualTo(MARIA.approve(view, PLAN).actionId());
    }

    @Test
    void a_plan_that_has_changed_since_its_review_is_not_approved() {
        refused("is " + PLAN + " now, not 123", () -> MARIA.approve(Samples.deactivation("awaiting-approval"), "123"));
    }

    @Test
    void a_command_that_does_not_wait_for_approval_is_not_approved() {
        refused("is SENT", () -> MARIA.approve(Samples.deactivation(), null));
        refused("is HELD", () -> MARIA.approve(Samples.deactivation("awaiting-approval", "held"), null));
        refused("is APPLIED", () -> MARIA.approve(Samples.deactivation("awaiting-approval", "applied"), null));
    }

    @Test
    void after_its_deadline_nothing_is_decided() {
        Decisions late = new Decisions("maria", Instant.parse("2026-03-09T10:40:11.003Z"));

        refused("deadline", () -> late.approve(Samples.deactivation("awaiting-approval"), null));
        refused("deadline", () -> late.reject(Samples.deactivation("awaiting-approval"), "no"));
    }

    @Test
    void a_cancelled_command_is_not_decided() {
        CommandBook book = Samples.book(
                "command-deactivate-inactive-users",
                "remediation-result-awaiting-approval",
                "command-deactivate-inactive-users-cancel");

        refused("was cancelled", () -> MARIA.approve(book.find(Samples.DEACTIVATE), null));
    }

    @Test
    void one_person_does_not_approve_twice() {
        CommandBook book = Samples.book("command-deactivate-inactive-users");
        book.add(Samples.read("remediation-result-approved", Map.of("state", "AWAITING_APPROVAL")));
        CommandView view = book.find(Samples.DEACTIVATE);

        refused("another person", () -> MARIA.approve(view, null));
        assertThat(new Decisions("ken", Instant.parse("2026-03-02T12:00:00Z"))
                        .approve(view, null)
                        .by())
                .isEqualTo("ken");
    }

    /** A pause or a limit may last long, and the second person does not have to wait for its end. */
    @Test
    void a_held_command_accepts_its_missing_approval() {
        CommandBook book = new CommandBook();
        book.add(Samples.read("command-deactivate-inactive-users", Map.of("approvalsRequired", 2)));
        book.add(Samples.read("remediation-result-held"));
        CommandView view = book.find(Samples.DEACTIVATE);

        refused("another person", () -> MARIA.approve(view, null));
        OperatorAction second = new Decisions("ken", Instant.parse("2026-03-02T12:00:00Z")).approve(view, null);
        assertThat(second.planHash()).isEqualTo(PLAN);
        keepsItsContract(second);
        refused("is HELD", () -> MARIA.approve(Samples.deactivation("held"), null));
    }

    @Test
    void a_held_command_that_needs_no_approval_is_not_approved() {
        CommandBook book = new CommandBook();
        book.add(Samples.read("command-deactivate-inactive-users", Map.of("mode", "AUTO", "approvalsRequired", 0)));
        book.add(Samples.read("remediation-result-held", Map.of("approvals", List.of())));

        refused("is HELD", () -> MARIA.approve(book.find(Samples.DEACTIVATE), null));
    }

    @Test
    void a_command_without_an_effect_can_be_rejected() {
        OperatorAction rejection = MARIA.reject(Samples.deactivation("awaiting-approval"), "too many");

        assertThat(rejection.reason()).isEqualTo("too many");
        keepsItsContract(rejection);
        keepsItsContract(MARIA.reject(Samples.deactivation("held"), "not now"));
        keepsItsContract(MARIA.reject(Samples.deactivation("approved"), "wait"));
        refused("is SENT", () -> MARIA.reject(Samples.deactivation(), "nobody has it"));
        refused("is APPLIED", () -> MARIA.reject(Samples.deactivation("applied"), "too late"));
    }

    @Test
    void a_request_keeps_its_contract() {
        keepsItsContract(MARIA.request(
                "_system", new OperatorAction.Request(CommandType.CLEAR_CACHES, "caches", Map.of()), null));
    }

    static void keepsItsContract(OperatorAction action) {
        ProducerRecord<byte[], byte[]> record = ActionWriter.record(action);
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));

        ContractValidator.validate(Topics.ACTIONS, record.key(), record.value(), headers);
        assertThat(headers).containsKey("ce_id");
        assertThat(record.timestamp()).isEqualTo(action.at().toEpochMilli());
        assertThat(Instant.ofEpochMilli(record.timestamp())).isEqualTo(action.at());
    }

    private static void refused(String message, ThrowableAssert.ThrowingCallable decision) {
        assertThatThrownBy(decision)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CHECKS_FAILED))
                .hasMessageContaining(message);
    }
}
