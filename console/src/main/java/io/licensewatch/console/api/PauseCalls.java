package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.read.PauseRows;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.control.Decisions;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is paused, and how to pause and resume: by an action, which the worker takes. */
final class PauseCalls {
    private static final String PATH = "/api/v1/pauses";
    private static final String TENANT = "tenantId";
    private static final String TYPE = "type";
    private static final String REASON = "reason";

    private final Answers answers;
    private final Actions actions;

    private PauseCalls(Answers answers, Actions actions) {
        this.answers = answers;
        this.actions = actions;
    }

    static List<Call> of(Answers answers, Actions actions) {
        PauseCalls calls = new PauseCalls(answers, actions);
        return List.of(
                Call.get(PATH, answers.of(calls::now)),
                new Call(HandlerType.POST, PATH, Role.OPERATE, Set.of(), calls::pause),
                new Call(HandlerType.POST, PATH + "/resume", Role.OPERATE, Set.of(), calls::resume));
    }

    private void now(Handle handle, Asked asked, ObjectNode body) {
        PauseRows.State state = PauseRows.now(handle);
        body.put("known", state.isKnown(answers.clock().instant()));
        body.set("reported", Json.MAPPER.valueToTree(state.reported()));
        body.set("unconfirmed", Json.MAPPER.valueToTree(state.unconfirmed()));
    }

    private void pause(Context request) {
        ObjectNode given = GivenJson.of(request, TENANT, TYPE, REASON);
        String reason = GivenJson.text(given, REASON);
        if (reason == null) {
            throw Problem.badRequest("a pause has a reason, for those who see it");
        }
        write(request, decisions(request).pause(tenant(given), type(given), reason));
    }

    private void resume(Context request) {
        ObjectNode given = GivenJson.of(request, TENANT, TYPE, REASON);
        write(request, decisions(request).resume(tenant(given), type(given), GivenJson.text(given, REASON)));
    }

    private Decisions decisions(Context request) {
        return new Decisions(Access.person(request).name(), answers.clock().instant());
    }

    private String tenant(ObjectNode given) {
        String tenant = GivenJson.text(given, TENANT);
        if (tenant == null) {
            return AlertEvent.SYSTEM_TENANT;
        }
        if (answers.database().read(handle -> TenantRows.one(handle, tenant)).isEmpty()) {
            throw Problem.notFound("no tenant has this id; leave tenantId out for all");
        }
        return tenant;
    }

    private static @Nullable CommandType type(ObjectNode given) {
        String type = GivenJson.text(given, TYPE);
        return type == null
                ? null
                : Arrays.stream(CommandType.values())
                        .filter(known -> known.name().equals(type))
                        .findFirst()
                        .orElseThrow(() -> Problem.badRequest(
                                "type is one of " + Arrays.toString(CommandType.values()) + "; leave it out for all"));
    }

    private void write(Context request, OperatorAction action) {
        actions.write(action);
        answers.send(
                request,
                202,
                (handle, asked, body) -> body.put("accepted", true)
                        .put("actionId", action.actionId())
                        .put("ask", PATH));
    }
}
