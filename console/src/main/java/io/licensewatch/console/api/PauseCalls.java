package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.action.PauseScope;
import io.licensewatch.console.read.PauseRows;
import io.licensewatch.control.Decisions;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The pauses, and calls to pause and resume with an action for the worker. */
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

    private void now(Handle handle, QueryParameters parameters, ObjectNode body) {
        Instant now = answers.clock().instant();
        PauseRows.State state = PauseRows.now(handle, now);
        body.put("known", state.isKnown(now));
        body.set("reported", Json.MAPPER.valueToTree(state.reported()));
        body.set("unconfirmed", Json.MAPPER.valueToTree(state.unconfirmed()));
        body.put("unconfirmedLeftOut", state.leftOut());
    }

    private void pause(Context request) {
        ObjectNode given = GivenJson.of(request, TENANT, TYPE, REASON);
        String reason = GivenJson.text(given, REASON);
        if (reason == null) {
            throw Problem.badRequest("a pause needs a reason, for the people who see it");
        }
        PauseScope scope = PauseScope.ofPause(
                answers.database(), answers.feed().get(), GivenJson.text(given, TENANT), GivenJson.text(given, TYPE));
        write(request, decisions(request).pause(scope.tenantId(), scope.type(), reason));
    }

    private void resume(Context request) {
        ObjectNode given = GivenJson.of(request, TENANT, TYPE, REASON);
        PauseScope scope = PauseScope.ofResume(GivenJson.text(given, TENANT), GivenJson.text(given, TYPE));
        write(request, decisions(request).resume(scope.tenantId(), scope.type(), GivenJson.text(given, REASON)));
    }

    private Decisions decisions(Context request) {
        return new Decisions(Access.person(request).name(), answers.clock().instant());
    }

    private void write(Context request, OperatorAction action) {
        actions.write(action);
        answers.send(
                request,
                202,
                (handle, parameters, body) -> body.put("accepted", true)
                        .put("actionId", action.actionId())
                        .put("ask", PATH));
    }
}
