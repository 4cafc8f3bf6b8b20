package io.licensewatch.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.control.CommandView;
import io.licensewatch.control.Situation;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SituationTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-09T10:40:11.003Z");

    @ParameterizedTest
    @CsvSource({
        "issued, ISSUED, '', the worker to plan it",
        "awaiting-approval, AWAITING_APPROVAL, '', approval",
        "approved, APPROVED, '', the worker to carry it out",
        "held, HELD, PAUSED, an operator to resume",
        "applied, APPLIED, '', the verdict by seat-utilization"
    })
    void a_waiting_command_names_its_next_step(String result, String state, String reason, String waitsFor) {
        assertThat(Situation.of(Samples.deactivation(result), NOW)).isEqualTo(new Situation(state, reason, waitsFor));
    }

    @ParameterizedTest
    @CsvSource({
        "command-grant-missing-licenses, rejected, REJECTED",
        "command-grant-missing-licenses, cancelled, CANCELLED",
        "command-grant-missing-licenses, no-change, NO_CHANGE",
        "command-rebuild-view-index, failed, FAILED",
        "command-upgrade-seats, unsupported, UNSUPPORTED",
        "command-mark-onboarding-complete, planned, PLANNED",
        "command-extend-license-subscription, reverted, REVERTED"
    })
    void a_command_that_has_ended_waits_for_nothing(String command, String result, String state) {
        CommandBook book = Samples.book(command, "remediation-result-" + result);

        Situation situation = Situation.of(book.views().get(0), NOW);

        assertThat(situation.state()).isEqualTo(state);
        assertThat(situation.isWaiting()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "BUDGET, a limit that is used up",
        "FAILURES, an operator to resume: its type has failed too often",
        "STORM, the worker to release it"
    })
    void a_held_command_names_who_can_release_it(String reason, String waitsFor) {
        CommandBook book = Samples.book("command-deactivate-inactive-users");
        book.add(Samples.read("remediation-result-held", Map.of("reason", reason)));

        assertThat(Situation.of(book.find(Samples.DEACTIVATE), NOW).waitsFor()).isEqualTo(waitsFor);
    }

    @Test
    void without_a_worker_a_command_is_sent_until_its_deadline() {
        CommandView sent = Samples.deactivation();

        assertThat(Situation.of(sent, NOW).state()).isEqualTo("SENT");
        assertThat(Situation.of(sent, NOW).waitsFor()).contains("a worker");
        assertThat(Situation.of(sent, LATE).state()).isEqualTo("UNANSWERED");
        assertThat(Situation.of(sent, LATE).isWaiting()).isFalse();
    }

    @Test
    void after_the_deadline_no_approval_is_awaited() {
        assertThat(Situation.of(Samples.deactivation("awaiting-approval"), LATE).waitsFor())
                .isEqualTo("the worker to end it: its deadline has passed");
        assertThat(Situation.of(Samples.deactivation("held"), LATE).waitsFor()).contains("deadline");
    }

    @Test
    void a_cancelled_command_waits_for_the_worker_to_end_it() {
        CommandBook book = Samples.book(
                "command-deactivate-inactive-users",
                "remediation-result-awaiting-approval",
                "command-deactivate-inactive-users-cancel");

        assertThat(Situation.of(book.find(Samples.DEACTIVATE), NOW).waitsFor()).contains("it was cancelled");
    }

    @Test
    void a_verdict_takes_the_place_of_applied() {
        CommandBook book =
                Samples.book("command-deactivate-inactive-users", "remediation-result-applied", "verdict-ineffective");

        assertThat(Situation.of(book.find(Samples.DEACTIVATE), NOW))
                .isEqualTo(new Situation("INEFFECTIVE", "STILL_OPEN", null));
    }

    @Test
    void without_an_alert_to_verify_it_applied_is_the_end() {
        CommandBook book = Samples.book("command-refresh-views");
        book.add(Samples.read(
                "remediation-result-applied",
                Map.of("commandId", "51d3a7c90000ae0f", "type", "REFRESH_VIEWS", "resultId", "51d3a7c90000ae0f:2")));

        assertThat(Situation.of(book.views().get(0), NOW).isWaiting()).isFalse();
    }

    @Test
    void the_missing_one_of_two_approvals_is_named() {
        CommandBook book = Samples.book("command-remove-rbac-access");
        book.add(Samples.read(
                "remediation-result-approved",
                Map.of(
                        "commandId", "51d3a7c900009ab8",
                        "type", "REMOVE_RBAC_ACCESS",
                        "state", "AWAITING_APPROVAL",
                        "resultId", "51d3a7c900009ab8:2")));

        assertThat(Situation.of(book.views().get(0), NOW).waitsFor()).isEqualTo("approval 2 of 2");
    }
}
