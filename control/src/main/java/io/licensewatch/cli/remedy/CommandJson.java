package io.licensewatch.cli.remedy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.CommandWords;
import io.licensewatch.control.Situation;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Commands as one JSON object each, on one line; the records in it are the same as on their topics. */
final class CommandJson {
    private CommandJson() {}

    static String line(CommandView view, Instant now) {
        return Visible.of(summary(view, now).toString());
    }

    static String whole(CommandView view, @Nullable AlertEvent alert, Instant now) {
        ObjectNode json = summary(view, now);
        json.put("changes", CommandWords.of(view.command()));
        json.set("command", Json.MAPPER.valueToTree(view.command()));
        json.set("results", Json.MAPPER.valueToTree(view.results()));
        json.set("verdicts", Json.MAPPER.valueToTree(view.verdicts()));
        json.set("actions", Json.MAPPER.valueToTree(view.actions()));
        json.set("alert", Json.MAPPER.valueToTree(alert));
        return Visible.of(json.toString());
    }

    private static ObjectNode summary(CommandView view, Instant now) {
        Situation situation = Situation.of(view, now);
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("commandId", view.id());
        json.put("type", view.command().type().name());
        json.put("tenantId", view.command().tenantId());
        json.put("target", view.command().target());
        json.put("mode", view.command().mode().name());
        json.put(
                "approvalReason",
                view.command().approvalReason() == null
                        ? null
                        : view.command().approvalReason().name());
        json.put("state", situation.state());
        json.put("reason", situation.reason().isEmpty() ? null : situation.reason());
        json.put("waitsFor", situation.waitsFor());
        json.put("issuedAt", view.command().issuedAt().toString());
        json.put("deadline", view.command().deadline().toString());
        json.put("takenBack", view.takenBack());
        json.put("planHash", view.plan().map(plan -> plan.planHash()).orElse(null));
        return json;
    }
}
