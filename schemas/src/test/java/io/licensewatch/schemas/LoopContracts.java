package io.licensewatch.schemas;

import static io.licensewatch.schemas.ProducedRecord.before;
import static io.licensewatch.schemas.ProducedRecord.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import java.time.Instant;

/** Rules for commands and the records about them that JSON Schema cannot express. */
final class LoopContracts {
    private static final String OPERATOR_ALERT = "_operator|";

    private LoopContracts() {}

    static void command(ProducedRecord produced, JsonNode command) {
        if (!produced.matches("command", command)) {
            return;
        }
        ofTenant(produced, command);
        produced.requireHeader(RecordHeaders.TYPE, text(command, "type"));
        produced.requireHeader(RecordHeaders.KIND, text(command, "kind"));
        String id = text(command, "commandId");
        produced.requireCloudEvent(
                CloudEvent.Type.COMMAND, id + ":" + text(command, "kind"), id, text(command, "issuedAt"));
        produced.require(
                text(command, "eventId").startsWith(text(command, "alertId") + ":"),
                "eventId is not of the alert " + text(command, "alertId"));
        boolean issue = "ISSUE".equals(text(command, "kind"));
        produced.require(!issue || !before(command, "deadline", "issuedAt"), "deadline is before issuedAt");
        boolean requested = "OPERATOR".equals(text(command, "origin"));
        produced.require(
                requested == text(command, "alertId").startsWith(OPERATOR_ALERT), "origin and alertId do not agree");
    }

    static void result(ProducedRecord produced, JsonNode result) {
        if (!produced.matches("remediation-result", result)) {
            return;
        }
        ofTenant(produced, result);
        produced.requireHeader(RecordHeaders.TYPE, text(result, "type"));
        produced.requireHeader(RecordHeaders.STATE, text(result, "state"));
        ofCommand(produced, result, "resultId", ":");
        produced.requireCloudEvent(
                CloudEvent.Type.RESULT, text(result, "resultId"), text(result, "commandId"), text(result, "at"));
        produced.require(!before(result, "at", "startedAt"), "at is before startedAt");
        boolean finished = result.path("finishedAt").isTextual();
        produced.require(!finished || !before(result, "finishedAt", "startedAt"), "finishedAt is before startedAt");
        String planHash = text(result.path("plan"), "planHash");
        for (JsonNode approval : result.path("approvals")) {
            produced.require(text(approval, "planHash").equals(planHash), "an approval is of another plan");
        }
    }

    static void verdict(ProducedRecord produced, JsonNode verdict) {
        if (!produced.matches("verdict", verdict)) {
            return;
        }
        ofTenant(produced, verdict);
        produced.requireHeader(RecordHeaders.TYPE, text(verdict, "type"));
        produced.requireHeader(RecordHeaders.STATE, text(verdict, "effect"));
        ofCommand(produced, verdict, "verdictId", ":verdict:");
        produced.requireCloudEvent(
                CloudEvent.Type.VERDICT,
                text(verdict, "verdictId"),
                text(verdict, "commandId"),
                text(verdict, "judgedAt"));
    }

    static void pauses(ProducedRecord produced, JsonNode pauses) {
        if (!produced.matches("pauses", pauses)) {
            return;
        }
        produced.requireKey(Pauses.KEY);
        produced.requireHeader(RecordHeaders.TENANT, AlertEvent.SYSTEM_TENANT);
        produced.requireHeader(RecordHeaders.TYPE, "pauses");
        String at = text(pauses, "at");
        produced.requireCloudEvent(CloudEvent.Type.PAUSES, Pauses.KEY + "@" + at, Pauses.KEY, at);
        for (JsonNode pause : pauses.path("pauses")) {
            produced.require(
                    !Instant.parse(at).isBefore(Instant.parse(text(pause, "since"))), "a pause begins after at");
        }
    }

    static void action(ProducedRecord produced, JsonNode action) {
        if (!produced.matches("operator-action", action)) {
            return;
        }
        ofTenant(produced, action);
        produced.requireHeader(RecordHeaders.KIND, text(action, "kind"));
        if ("REQUEST".equals(text(action, "kind"))) {
            produced.requireHeader(RecordHeaders.TYPE, text(action.path("request"), "type"));
        } else if (action.path("commandType").isTextual()) {
            produced.requireHeader(RecordHeaders.TYPE, text(action, "commandType"));
        }
        String about = action.path("commandId").isTextual() ? "commandId" : "tenantId";
        produced.requireCloudEvent(
                CloudEvent.Type.ACTION, text(action, "actionId"), text(action, about), text(action, "at"));
    }

    private static void ofTenant(ProducedRecord produced, JsonNode value) {
        produced.requireKey(text(value, "tenantId"));
        produced.requireHeader(RecordHeaders.TENANT, text(value, "tenantId"));
    }

    private static void ofCommand(ProducedRecord produced, JsonNode value, String id, String infix) {
        String expected = text(value, "commandId") + infix;
        String actual = text(value, id);
        produced.require(
                actual.startsWith(expected)
                        && actual.substring(expected.length()).matches("[0-9]+"),
                id + " is not of the command " + text(value, "commandId"));
    }
}
