package io.licensewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records from Java satisfy the contracts, even the emptiest ones. */
class RecordsTest {
    private static final Instant AT = Instant.parse("2026-03-02T00:00:00.000000001Z");

    @Test
    void an_alert_keeps_its_contract() {
        AlertEvent alert = new AlertEvent(
                "a:1:1",
                "a",
                1,
                1,
                "t",
                null,
                "rbac-drift",
                "drift",
                AlertStatus.OPEN,
                "SEEDED",
                "DRIFT",
                Severity.WARNING,
                Level.L1,
                List.of(Route.EMAIL, Route.SLACK),
                "Something \"quoted\" and ünïcode.",
                new Measurement(1, 0, "items"),
                0,
                Map.of(),
                AT,
                AT,
                List.of(),
                1);

        validate(
                Topics.ALERTS,
                alert.key(),
                JsonCodec.ALERT.encode(alert),
                Map.of("tenant", "t", "rule", "rbac-drift", "severity", "WARNING", "level", "L1", "type", "OPEN"));
    }

    @Test
    void a_command_keeps_its_contract() {
        RemediationCommand command = new RemediationCommand(
                "c",
                CommandKind.ISSUE,
                CommandType.MARK_ONBOARDING_COMPLETE,
                "t",
                "onboarding",
                Map.of(),
                "a",
                "a:1:1",
                "Mark it.",
                CommandMode.DRY_RUN,
                List.of(),
                1,
                AT,
                AT,
                Map.of(),
                null,
                1,
                0,
                null,
                new VerifyBy("r", "s", Duration.ofNanos(1)),
                1,
                CommandOrigin.RULE);

        validate(
                Topics.COMMANDS,
                "t",
                JsonCodec.COMMAND.encode(command),
                Map.of("tenant", "t", "type", "MARK_ONBOARDING_COMPLETE", "kind", "ISSUE"));
    }

    @Test
    void a_result_keeps_its_contract() {
        RemediationResult result = new RemediationResult(
                "c:1",
                "c",
                "a",
                "t",
                CommandType.CLEAR_CACHES,
                CommandState.ISSUED,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                new RemediationResult.Worker("w", "v"),
                0,
                AT,
                AT,
                null,
                null);

        validate(
                Topics.RESULTS,
                "t",
                JsonCodec.RESULT.encode(result),
                Map.of("tenant", "t", "type", "CLEAR_CACHES", "state", "ISSUED"));
    }

    @Test
    void a_verdict_keeps_its_contract() {
        Verdict verdict = new Verdict(
                "c:verdict:1",
                "c",
                "a",
                "t",
                CommandType.EXTEND_LICENSE,
                Effect.EFFECTIVE,
                "CLEARED",
                "0/0",
                "FFFFFFFF/FFFFFFFF",
                AT);

        validate(
                Topics.VERDICTS,
                "t",
                JsonCodec.VERDICT.encode(verdict),
                Map.of("tenant", "t", "type", "EXTEND_LICENSE", "state", "EFFECTIVE"));
    }

    @Test
    void an_operator_action_keeps_its_contract() {
        OperatorAction action = new OperatorAction(
                "i",
                ActionKind.REQUEST,
                "t",
                null,
                null,
                null,
                new OperatorAction.Request(CommandType.REFRESH_VIEWS, "views", Map.of("force", true)),
                null,
                "me",
                AT);

        validate(
                Topics.ACTIONS,
                "t",
                JsonCodec.ACTION.encode(action),
                Map.of("tenant", "t", "kind", "REQUEST", "type", "REFRESH_VIEWS"));
    }

    /** Commands are kept for 30 days, and a task that lost its state reads them back. */
    @Test
    void a_command_of_an_earlier_release_is_read_according_to_its_mode() throws Exception {
        ObjectNode json = Sample.of("command-remove")
                .findFirst()
                .orElseThrow()
                .requiredValue()
                .deepCopy();
        json.remove(List.of(
                "guard",
                "bound",
                "maxRows",
                "approvalsRequired",
                "approvalReason",
                "verifyBy",
                "recurrence",
                "origin"));

        RemediationCommand command = JsonCodec.COMMAND.decode(Sample.bytes(json));

        assertThat(command.guard()).isEmpty();
        assertThat(command.bound()).isNull();
        assertThat(command.maxRows()).isEqualTo(RemediationCommand.DEFAULT_MAX_ROWS);
        assertThat(command.approvalsRequired()).isEqualTo(1);
        assertThat(command.verifyBy()).isNull();
        assertThat(command.recurrence()).isEqualTo(1);
        assertThat(command.origin()).isEqualTo(CommandOrigin.RULE);
    }

    @ParameterizedTest
    @CsvSource({
        "remediation-result-applied, state",
        "remediation-result-applied, worker",
        "remediation-result-applied, before",
        "remediation-result-applied, attempts",
        "remediation-result-applied, at",
        "verdict-effective, effect",
        "verdict-effective, frontierLsn",
        "operator-action-approve, planHash",
        "operator-action-reject, reason",
        "operator-action-request, request",
        "operator-action-pause, reason",
        "pauses-some, at",
        "pauses-some, worker",
        "operator-action-approve, by",
        "command-remove-rbac-access, mode",
        "command-remove-rbac-access, deadline"
    })
    void a_record_without_a_field_that_decisions_depend_on_is_rejected(String sample, String field) {
        ObjectNode json = Sample.of(sample + ".json")
                .findFirst()
                .orElseThrow()
                .requiredValue()
                .deepCopy();
        json.remove(field);

        assertThatThrownBy(() -> codec(sample).decode(Sample.bytes(json)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("not a");
    }

    private static JsonCodec<?> codec(String sample) {
        return switch (sample.charAt(0)) {
            case 'r' -> JsonCodec.RESULT;
            case 'v' -> JsonCodec.VERDICT;
            case 'o' -> JsonCodec.ACTION;
            case 'p' -> JsonCodec.PAUSES;
            default -> JsonCodec.COMMAND;
        };
    }

    @Test
    void the_health_of_an_earlier_release_names_no_rules() throws Exception {
        ObjectNode json = Sample.of("system-health-healthy")
                .findFirst()
                .orElseThrow()
                .requiredValue()
                .deepCopy();
        json.remove("rules");

        assertThat(JsonCodec.SYSTEM_HEALTH.decode(Sample.bytes(json)).rules()).isNull();
    }

    @Test
    void a_status_without_known_values_keeps_its_contract() {
        TenantStatus status = new TenantStatus(
                "t",
                null,
                false,
                new TenantStatus.Seats(0, null, null, "UNKNOWN_LIMIT"),
                List.of(),
                0,
                new TenantStatus.Drift(List.of(), 0, 0, 0, 0),
                new TenantStatus.Onboarding(false, null, List.of(), null, false),
                new TenantStatus.Forecast(null, null),
                List.of(),
                List.of(),
                List.of(),
                0,
                100,
                new TenantStatus.AsOf("0/0", Instant.EPOCH));

        validate(Topics.TENANTS, "t", JsonCodec.TENANT_STATUS.encode(status), Map.of("tenant", "t", "type", "status"));
    }

    @Test
    void a_frontier_keeps_its_contract() {
        Frontier frontier = new Frontier(AT, "FFFFFFFF/FFFFFFFF", "0/0", 1, false, List.of());

        validate(Topics.defaults().frontier(), Frontier.KEY, JsonCodec.FRONTIER.encode(frontier), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "null; not a Frontier: null",
                "[]; not a Frontier: invalid JSON at byte 0",
                "{\"sourceTime\"; not a Frontier: invalid JSON at byte 13",
                "{} {}; not a Frontier: ",
                "{\"lsn\":{}}; not a Frontier: 'lsn' is missing or not what it should be",
                "{\"epoch\":\"1\"}; not a Frontier: 'epoch' is missing or not what it should be",
                "{\"epoch\":1.5}; not a Frontier: 'epoch' is missing or not what it should be",
                "{\"sourceTime\":\"hunter2\"}; not a Frontier: 'sourceTime' is missing or not what it should be",
            })
    void an_invalid_frontier_is_rejected_without_quoting_it(String json, String reason) {
        assertThatThrownBy(() -> JsonCodec.FRONTIER.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith(reason)
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"sourceTime", "lsn", "previousCommitLsn", "epoch", "snapshotComplete", "tables"})
    void a_frontier_with_a_missing_field_is_rejected(String field) {
        ObjectNode json = Sample.of("frontier-second")
                .findFirst()
                .orElseThrow()
                .requiredValue()
                .deepCopy();
        json.remove(field);

        assertThatThrownBy(() -> JsonCodec.FRONTIER.decode(Sample.bytes(json)))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void the_position_of_a_frontier_is_that_of_its_mark() throws Exception {
        Frontier frontier = JsonCodec.FRONTIER.decode(Sample.bytes(
                Sample.of("frontier-second").findFirst().orElseThrow().requiredValue()));

        assertThat(frontier.position().epoch()).isEqualTo(2);
        assertThat(frontier.position().previousCommit()).isEqualTo(0x1F_9FFF_F000L);
        assertThat(frontier.position().lsn()).isEqualTo(0x1F_A000_0028L);
    }

    @Test
    void a_frontier_of_an_earlier_version_has_no_resyncs() throws Exception {
        ObjectNode json = Sample.of("frontier-incremental")
                .findFirst()
                .orElseThrow()
                .requiredValue()
                .deepCopy();
        assertThat(JsonCodec.FRONTIER.decode(Sample.bytes(json)).resyncs())
                .containsExactly(new Frontier.Resync("public.user_roles", "1F/B0000110", "1F/B0000158"));

        json.remove("resyncs");

        assertThat(JsonCodec.FRONTIER.decode(Sample.bytes(json)).resyncs()).isEmpty();
    }

    private static void validate(String topic, String key, byte[] value, Map<String, String> headers) {
        ContractValidator.validate(topic, key.getBytes(StandardCharsets.UTF_8), value, headers);
    }
}
