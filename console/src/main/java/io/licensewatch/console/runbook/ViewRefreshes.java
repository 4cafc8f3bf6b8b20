package io.licensewatch.console.runbook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.licensewatch.console.api.Answers;
import io.licensewatch.console.api.Call;
import io.licensewatch.console.api.GivenJson;
import io.licensewatch.console.api.QueryParameters;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.CommandFilter;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.action.OperatorAction.Request;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The known state of materialized views: refreshes that licensewatch requested, and findings of its rules. The source's own table
 * of refresh jobs also has the refreshes of others.
 */
final class ViewRefreshes {
    private static final String PATH = "/api/admin/refresh-views";
    /** The target of a command that refreshes all of them. */
    private static final String ALL = "views";

    private static final Set<String> RULES = Set.of("view-stale", "view-refresh-failing");

    private final Answers answers;

    private ViewRefreshes(Answers answers) {
        this.answers = answers;
    }

    static List<Call> calls(Answers answers, Requests requests) {
        return List.of(
                Call.get(PATH, answers.of(new ViewRefreshes(answers)::read), "view", "limit"),
                requests.post(PATH, ViewRefreshes::wanted));
    }

    private static Request wanted(Context request) {
        ObjectNode given = GivenJson.of(request, "view", "force");
        String view = GivenJson.text(given, "view");
        boolean force = GivenJson.truth(given, "force");
        return new Request(CommandType.REFRESH_VIEWS, view == null ? ALL : view, Map.of("force", force));
    }

    private void read(Handle handle, QueryParameters parameters, ObjectNode body) {
        String view = parameters.text("view");
        int limit = parameters.limit();
        List<AlertEvent> open = AlertRows.openOf(handle, AlertEvent.SYSTEM_TENANT).stream()
                .filter(alert -> RULES.contains(alert.rule()))
                .toList();
        List<CommandView> refreshes = CommandRows.list(
                        handle,
                        new CommandFilter(null, null, CommandType.REFRESH_VIEWS, null, null),
                        Paging.first(Paging.MOST))
                .items();
        if (view == null) {
            all(refreshes, open, limit, body);
        } else {
            one(view, refreshes, open, limit, body);
        }
    }

    private void all(List<CommandView> refreshes, List<AlertEvent> open, int limit, ObjectNode body) {
        Set<String> views = new TreeSet<>();
        refreshes.forEach(refresh -> views.add(refresh.command().target()));
        open.forEach(alert -> views.add(alert.subject()));
        ArrayNode latest = body.putArray("latest");
        views.stream().limit(limit).forEach(view -> latest(view, refreshes, open, latest.addObject()));
        ArrayNode stale = body.putArray("staleViews");
        open.stream().map(AlertEvent::subject).distinct().sorted().forEach(stale::add);
        summary(refreshes, open, body.putObject("summary")).put("views", views.size());
    }

    private void one(String view, List<CommandView> refreshes, List<AlertEvent> open, int limit, ObjectNode body) {
        List<CommandView> ofView = refreshes.stream()
                .filter(refresh -> Set.of(view, ALL).contains(refresh.command().target()))
                .toList();
        ArrayNode history = body.put("view", view).putArray("history");
        ofView.stream().limit(limit).forEach(refresh -> refresh(refresh, history.addObject()));
        body.put("count", ofView.size());
        summary(
                ofView,
                open.stream().filter(alert -> alert.subject().equals(view)).toList(),
                body.putObject("summary"));
    }

    /** @param view {@value #ALL} for requests of all views */
    private void latest(String view, List<CommandView> refreshes, List<AlertEvent> open, ObjectNode body) {
        body.put("view", view).put("status", status(view, open));
        Stream.of(refreshes)
                .flatMap(List::stream)
                .filter(refresh -> refresh.command().target().equals(view))
                .findFirst()
                .ifPresentOrElse(refresh -> refresh(refresh, body.putObject("refresh")), () -> body.putNull("refresh"));
        body.put(
                "lastSuccessAt",
                open.stream()
                        .filter(alert -> alert.subject().equals(view))
                        .map(alert -> alert.details().get("lastSuccessAt"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse(null));
    }

    /** A view without an open alert is not known to be healthy: only open alerts are reported. */
    private static String status(String view, List<AlertEvent> open) {
        return open.stream()
                .filter(alert -> alert.subject().equals(view))
                .map(AlertEvent::stage)
                .sorted()
                .findFirst()
                .orElse("NO_ALERT");
    }

    private void refresh(CommandView view, ObjectNode body) {
        Instant now = answers.clock().instant();
        Situation situation = Situation.of(view, now);
        body.put("commandId", view.id())
                .put("target", view.command().target())
                .put("state", situation.state())
                .put("reason", situation.reason())
                .put("requestedAt", view.command().issuedAt().toString())
                .put("changedAt", changedAt(view));
    }

    private static @Nullable String changedAt(CommandView view) {
        return view.last().map(result -> result.at().toString()).orElse(null);
    }

    private ObjectNode summary(List<CommandView> refreshes, List<AlertEvent> open, ObjectNode body) {
        return body.put("refreshes", refreshes.size())
                .put("refreshesMoreThanShown", refreshes.size() == Paging.MOST)
                .put(
                        "failing",
                        open.stream()
                                .filter(alert -> alert.stage().equals("FAILING"))
                                .count())
                .put(
                        "stale",
                        open.stream()
                                .filter(alert -> alert.stage().equals("STALE"))
                                .count())
                .put(
                        "of",
                        "refreshes that licensewatch requested; materialized_view_refresh_jobs also has those of others");
    }
}
