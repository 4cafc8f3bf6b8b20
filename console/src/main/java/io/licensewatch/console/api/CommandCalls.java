package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.read.CommandFilter;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Commands, and those that wait for approval. */
final class CommandCalls {
    private final Answers answers;

    private CommandCalls(Answers answers) {
        this.answers = answers;
    }

    static List<Call> of(Answers answers) {
        CommandCalls calls = new CommandCalls(answers);
        return List.of(
                Call.get(
                        "/api/v1/commands",
                        answers.of(calls::list),
                        "tenant",
                        "alert",
                        "type",
                        "state",
                        "effect",
                        "limit",
                        "cursor"),
                Call.get("/api/v1/commands/{commandId}", answers.of(calls::one)),
                Call.get("/api/v1/approvals", answers.of(calls::approvals), "limit"));
    }

    private void list(Handle handle, QueryParameters parameters, ObjectNode body) {
        Instant now = answers.clock().instant();
        CommandFilter filter = new CommandFilter(
                parameters.text("tenant"),
                parameters.text("alert"),
                parameters.choice("type", CommandType.class),
                parameters.choice("state", CommandState.class),
                parameters.choice("effect", Effect.class));
        Answers.page(body, CommandRows.list(handle, filter, parameters.paging()), view -> CommandJson.of(view, now));
    }

    private void one(Handle handle, QueryParameters parameters, ObjectNode body) {
        CommandView view = CommandRows.one(handle, parameters.path("commandId"))
                .orElseThrow(() -> Problem.notFound("no command has this id, or its issue is no longer kept"));
        body.set(
                "command",
                Json.MAPPER.valueToTree(CommandJson.of(view, answers.clock().instant())));
    }

    /** The page has all rows: waiting commands are never omitted. */
    private void approvals(Handle handle, QueryParameters parameters, ObjectNode body) {
        Instant now = answers.clock().instant();
        List<CommandView> waiting = CommandRows.awaitingApproval(handle, now, parameters.limit() + 1);
        List<CommandView> shown = waiting.subList(0, Math.min(waiting.size(), parameters.limit()));
        body.set(
                "items",
                Json.MAPPER.valueToTree(
                        shown.stream().map(view -> CommandJson.of(view, now)).toList()));
        body.put("more", waiting.size() > shown.size());
    }
}
