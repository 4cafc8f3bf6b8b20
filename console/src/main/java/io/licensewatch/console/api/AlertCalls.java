package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.read.AlertFilter;
import io.licensewatch.console.read.AlertFilter.Order;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.console.read.TransitionRows;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.EventId;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.Json;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Open alerts, and the transitions of each alert. */
final class AlertCalls {
    private final Answers answers;

    private AlertCalls(Answers answers) {
        this.answers = answers;
    }

    static List<Call> of(Answers answers) {
        AlertCalls calls = new AlertCalls(answers);
        return List.of(
                Call.get(
                        "/api/v1/alerts",
                        answers.of(AlertCalls::list),
                        "rule",
                        "severity",
                        "level",
                        "tenant",
                        "order",
                        "limit",
                        "cursor"),
                Call.get("/api/v1/alerts/{alertId}", answers.of(AlertCalls::one)),
                Call.get("/api/v1/alerts/{alertId}/episodes/{episode}", answers.of(calls::episode)));
    }

    /** @param closedAt null while it is open, and if its end is no longer kept */
    private record EpisodeJson(
            int episode, Instant openedAt, @Nullable Instant closedAt, String stage, String summary, int transitions) {
        static EpisodeJson of(TransitionRows.Episode episode) {
            AlertEvent last = episode.last();
            return new EpisodeJson(
                    episode.episode(),
                    last.openedAt(),
                    last.status() == AlertStatus.RESOLVED ? last.occurredAt() : null,
                    last.stage(),
                    last.summary(),
                    episode.transitions());
        }
    }

    private static void list(Handle handle, QueryParameters parameters, ObjectNode body) {
        Order order = parameters.choice("order", Order.class);
        AlertFilter filter = new AlertFilter(
                parameters.text("rule"),
                parameters.choice("severity", Severity.class),
                parameters.choice("level", Level.class),
                parameters.text("tenant"),
                order == null ? Order.WEIGHT : order);
        Answers.page(body, AlertRows.list(handle, filter, parameters.paging()));
    }

    private static void one(Handle handle, QueryParameters parameters, ObjectNode body) {
        String id = parameters.path("alertId");
        AlertEvent alert = AlertRows.one(handle, id)
                .orElseThrow(() -> Problem.notFound("no alert has this id, or its history is no longer kept"));
        body.put("open", alert.status() != AlertStatus.RESOLVED);
        body.set("alert", Json.MAPPER.valueToTree(alert));
        body.set(
                "episodes",
                Json.MAPPER.valueToTree(TransitionRows.of(handle, id).stream()
                        .map(EpisodeJson::of)
                        .toList()));
    }

    private void episode(Handle handle, QueryParameters parameters, ObjectNode body) {
        String id = parameters.path("alertId");
        int episode = parameters.number("episode", parameters.path("episode"), 1, Integer.MAX_VALUE);
        List<AlertEvent> transitions = TransitionRows.transitions(handle, id, episode);
        if (transitions.isEmpty()) {
            throw Problem.notFound("no such episode is known; /api/v1/alerts/{alertId} lists the known ones");
        }
        String prefix = EventId.prefix(id, episode);
        Instant now = answers.clock().instant();
        body.put("alertId", id).put("episode", episode);
        body.set("transitions", Json.MAPPER.valueToTree(transitions));
        body.set(
                "commands",
                Json.MAPPER.valueToTree(CommandRows.ofAlert(handle, id).stream()
                        .filter(view -> view.command().eventId().startsWith(prefix))
                        .map(view -> CommandJson.of(view, now))
                        .toList()));
    }
}
