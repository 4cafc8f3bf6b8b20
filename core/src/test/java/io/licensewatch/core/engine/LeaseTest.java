package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.command.Reported;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An expired licence that is extended for a while. */
class LeaseTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration THREE_DAYS = Duration.ofDays(3);

    private final OneTask task = new OneTask(
            EngineSettings.defaults(),
            "public.feature_catalog",
            "public.product_offerings",
            "public.tenant_feature_grants",
            "public.tenants",
            "public.user_roles");
    private final Instant ended = task.now().minusSeconds(60);

    @BeforeEach
    void a_subscription_has_ended() {
        task.put(SourceTable.FEATURE_CATALOG, "reports", Map.of("id", "reports", "code", "reports", "is_active", true));
        task.put(
                SourceTable.TENANT_FEATURE_GRANTS,
                "g1",
                Map.of("id", "g1", "tenant_id", "acme", "feature_id", "reports"));
        subscription(ended);
        pass(SECOND);
    }

    private void subscription(Instant end) {
        task.put(SourceTable.TENANTS, "acme", subscribed(end));
    }

    private static Map<String, Object> subscribed(Instant end) {
        Map<String, Object> row = new HashMap<>(Seats.tenantRow("acme", "team"));
        row.put("subscription_status", "past_due");
        row.put("subscription_end_date", end.toString());
        row.put("onboarding_completed", true);
        return row;
    }

    /** What the worker does in the database. */
    private void extend(RemediationCommand extension) {
        Map<String, Object> row = subscribed(task.now().plus(THREE_DAYS));
        task.put(SourceTable.TENANTS, "acme", row, extension.commandId());
    }

    private void pass(Duration time) {
        task.frontierAfter(time);
        task.finish();
    }

    private RemediationCommand extended() {
        RemediationCommand extension = task.issued(CommandType.EXTEND_LICENSE);
        extend(extension);
        task.applied(extension);
        pass(SECOND);
        return extension;
    }

    private List<RemediationCommand> ends() {
        return task.published.commands.stream()
                .map(Published.Command::command)
                .filter(command -> command.type() == CommandType.END_EXTENSION)
                .toList();
    }

    private AlertEvent last(String rule) {
        return task.alerts.stream()
                .filter(alert -> alert.rule().equals(rule))
                .reduce((former, later) -> later)
                .orElseThrow();
    }

    @Test
    void a_subscription_that_has_ended_is_what_bounds_it() {
        assertThat(task.issued(CommandType.EXTEND_LICENSE).bound()).isEqualTo(CommandBound.SUBSCRIPTION);
    }

    @Test
    void an_extension_ends_the_alert_and_is_said_to_be_no_renewal() {
        Instant from = task.now();
        extended();
        AlertEvent expired = last("license-expired");
        assertThat(expired.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(expired.details())
                .containsEntry("leaseUntil", from.plus(THREE_DAYS).toString());
        assertThat(expired.summary()).startsWith("Extended until ").contains("not renewed");
        assertThat(task.published.verdicts)
                .extracting(verdict -> verdict.type() + " " + verdict.reason())
                .containsExactly("EXTEND_LICENSE CLEARED");
    }

    /** Which of the two is read first is chance. */
    @Test
    void it_is_said_to_be_no_renewal_also_where_the_workers_report_is_read_later() {
        Instant from = task.now();
        extend(task.issued(CommandType.EXTEND_LICENSE));
        pass(SECOND);
        assertThat(last("license-expired").details())
                .containsEntry("leaseUntil", from.plus(THREE_DAYS).toString());
    }

    @Test
    void a_renewal_that_comes_with_the_extension_is_a_renewal() {
        RemediationCommand extension = task.issued(CommandType.EXTEND_LICENSE);
        extend(extension);
        task.applied(extension);
        subscription(task.now().plus(Duration.ofDays(365)));
        pass(SECOND);
        assertThat(last("license-expired").details()).doesNotContainKey("leaseUntil");
    }

    @Test
    void a_row_that_another_command_has_written_is_no_extension() {
        task.put(
                SourceTable.TENANTS,
                "acme",
                subscribed(task.now().plus(THREE_DAYS)),
                task.issued(CommandType.START_RENEWAL).commandId());
        pass(SECOND);
        assertThat(last("license-expired").details()).doesNotContainKey("leaseUntil");
    }

    @Test
    void its_end_is_asked_for_once_and_the_alert_is_there_again() {
        RemediationCommand extension = extended();
        pass(THREE_DAYS.minus(Duration.ofSeconds(10)));
        assertThat(ends()).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(ends()).singleElement().satisfies(end -> {
            assertThat(end.parameters()).isEqualTo(Map.of("leaseCommandId", extension.commandId()));
            assertThat(end.alertId()).isEqualTo(extension.alertId());
            assertThat(end.eventId()).isEqualTo(extension.eventId());
        });
        assertThat(last("license-expired").status()).isEqualTo(AlertStatus.OPEN);
        assertThat(last("license-expired").episode()).isEqualTo(2);
        pass(Duration.ofDays(1));
        pass(Duration.ofDays(1));
        assertThat(ends()).hasSize(1);
    }

    @Test
    void its_end_is_asked_for_also_when_all_was_down_meanwhile() {
        extended();
        task.restart();
        pass(Duration.ofDays(20));
        assertThat(ends()).hasSize(1);
        task.restart();
        pass(SECOND);
        pass(SECOND);
        assertThat(ends()).hasSize(1);
    }

    @Test
    void one_that_a_person_has_undone_needs_no_end() {
        RemediationCommand extension = extended();
        task.report(Reported.state(extension, 2, CommandState.REVERTED));
        pass(Duration.ofDays(4));
        pass(SECOND);
        assertThat(ends()).isEmpty();
    }

    @Test
    void an_end_that_lies_in_the_future_of_the_source_is_not_believed() {
        RemediationCommand extension = task.issued(CommandType.EXTEND_LICENSE);
        subscription(task.now().plus(THREE_DAYS));
        task.report(Reported.applied(extension, 1, task.lsn(), Instant.parse("2099-01-01T00:00:00Z")));
        pass(SECOND);
        pass(Duration.ofDays(4));
        assertThat(ends()).hasSize(1);
    }

    @Test
    void a_renewal_ends_the_alert_without_a_word_of_an_extension() {
        subscription(task.now().plus(Duration.ofDays(365)));
        pass(SECOND);
        assertThat(last("license-expired").details()).doesNotContainKey("leaseUntil");
    }
}
