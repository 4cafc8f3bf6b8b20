package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.read.ActionFilter;
import io.licensewatch.console.read.ActionRows;
import io.licensewatch.console.read.DeadLetterRows;
import io.licensewatch.console.read.GapRows;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The score, decisions, and dead letters. */
final class SystemCalls {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(400);

    private final Answers answers;

    private SystemCalls(Answers answers) {
        this.answers = answers;
    }

    static List<Call> of(Answers answers) {
        SystemCalls calls = new SystemCalls(answers);
        return List.of(
                Call.get("/api/v1/health", answers.of(calls::health), "from", "until"),
                Call.get("/api/v1/dead-letters", answers.of(SystemCalls::deadLetters), "limit", "cursor"),
                Call.get(
                        "/api/v1/actions",
                        answers.of(SystemCalls::actions),
                        "kind",
                        "tenant",
                        "by",
                        "limit",
                        "cursor"));
    }

    private void health(Handle handle, QueryParameters parameters, ObjectNode body) {
        Instant wanted = parameters.instant("until");
        Instant until = wanted == null ? answers.clock().instant() : wanted;
        Instant since = parameters.instant("from");
        Instant from = since == null ? until.minus(DAY) : since;
        if (!from.isBefore(until) || from.isBefore(until.minus(LONGEST))) {
            throw Problem.badRequest("from is before until, by at most " + LONGEST.toDays() + " days");
        }
        body.set("health", Json.MAPPER.valueToTree(HealthRows.now(handle).orElse(null)));
        body.set("history", Json.MAPPER.valueToTree(HealthRows.scores(handle, from, until)));
    }

    private static void deadLetters(Handle handle, QueryParameters parameters, ObjectNode body) {
        Answers.page(body, DeadLetterRows.list(handle, parameters.paging()));
        body.set("gaps", Json.MAPPER.valueToTree(GapRows.list(handle)));
    }

    private static void actions(Handle handle, QueryParameters parameters, ObjectNode body) {
        ActionFilter filter = new ActionFilter(
                parameters.choice("kind", ActionKind.class), parameters.text("tenant"), parameters.text("by"));
        Answers.page(body, ActionRows.list(handle, filter, parameters.paging()));
    }
}
