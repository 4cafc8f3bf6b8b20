package io.licensewatch.console.runbook;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.api.Answers;
import io.licensewatch.console.api.Call;
import io.licensewatch.console.api.CommandJson;
import io.licensewatch.console.api.GivenJson;
import io.licensewatch.console.api.QueryParameters;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Decisions;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.action.OperatorAction.Request;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests of people: written as an operator action, for which stream-app issues a command. The answer has the command if it is
 * known in time, else a URL for it; the request is written in both cases.
 */
final class Requests {
    private static final String WAIT = "wait";
    private static final int LONGEST_WAIT = 60;
    /** How long to wait for the command; normally it takes a moment. */
    private static final long FOR_THE_COMMAND = TimeUnit.SECONDS.toNanos(3);

    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(100);

    private final Answers answers;
    private final Actions actions;

    Requests(Answers answers, Actions actions) {
        this.answers = answers;
        this.actions = actions;
    }

    Call cacheClear() {
        return post("/api/admin/cache/clear", request -> {
            GivenJson.of(request);
            return new Request(CommandType.CLEAR_CACHES, "caches", Map.of());
        });
    }

    /** Reads the request from a call. */
    interface Form {
        Request read(Context request);
    }

    Call post(String path, Form form) {
        return new Call(HandlerType.POST, path, Role.OPERATE, Set.of(WAIT), request -> {
            QueryParameters parameters = new QueryParameters(request);
            String wait = parameters.text(WAIT);
            int seconds = wait == null ? 0 : parameters.number(WAIT, wait, 0, LONGEST_WAIT);
            write(request, form.read(request), seconds);
        });
    }

    private void write(Context request, Request wanted, int seconds) {
        Instant now = answers.clock().instant();
        OperatorAction action =
                new Decisions(Access.person(request).name(), now).request(AlertEvent.SYSTEM_TENANT, wanted, null);
        actions.write(action);
        CommandView view = await(action.actionId(), FOR_THE_COMMAND, known -> true);
        if (seconds > 0) {
            CommandView ended = await(action.actionId(), TimeUnit.SECONDS.toNanos(seconds), this::hasEnded);
            view = ended == null ? view : ended;
        }
        answer(request, action, view, seconds > 0);
    }

    private boolean hasEnded(CommandView view) {
        return !Situation.of(view, answers.clock().instant()).isWaiting();
    }

    /** The command when the time has passed; null if there is none yet. */
    private @Nullable CommandView await(String actionId, long nanos, Predicate<CommandView> enough) {
        long end = System.nanoTime() + nanos;
        while (true) {
            Optional<CommandView> view = answers.database().read(handle -> CommandRows.ofRequest(handle, actionId));
            if (view.filter(enough).isPresent() || System.nanoTime() >= end || Thread.interrupted()) {
                return view.orElse(null);
            }
            LockSupport.parkNanos(BETWEEN);
        }
    }

    private void answer(Context request, OperatorAction action, @Nullable CommandView view, boolean withOutcome) {
        answers.send(request, 202, (handle, parameters, body) -> {
            body.put("accepted", true)
                    .put("actionId", action.actionId())
                    .put("commandId", view == null ? null : view.id());
            body.set(
                    "outcome",
                    Json.MAPPER.valueToTree(
                            view != null && withOutcome
                                    ? CommandJson.of(view, answers.clock().instant())
                                    : null));
            body.put(
                    "ask",
                    view == null
                            ? "/api/v1/commands?alert=_operator%7C" + action.actionId()
                            : "/api/v1/commands/" + view.id());
        });
    }
}
