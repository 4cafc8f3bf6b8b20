package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.live.LiveChanges;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.console.runbook.Runbook;
import io.licensewatch.console.whatif.Turns;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The API on a free port, with a read model of some tenants; requests become commands at once, as from stream-app. */
public final class ApiFixture implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-04T11:20:30Z");

    public final ReadModelFixture model;
    public final LiveChanges changes = new LiveChanges();
    final Turns turns = new Turns(Duration.ofMillis(100));
    public final List<OperatorAction> written = new CopyOnWriteArrayList<>();
    public volatile FeedStatus feed = new FeedStatus(FeedStatus.Phase.LIVE, 0, 10, 10, NOW, null);
    /** Whether requests become commands. */
    public volatile boolean answering = true;

    final Api api;
    final Runbook runbook;
    public final ConsoleServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public ApiFixture(Path directory, int tenants) throws SQLException {
        model = ReadModelFixture.in(directory);
        Fleet.fill(model, tenants);
        model.samples("tenant-status-in-trouble", "command-refresh-views", "verdict-effective");
        model.samples("alert-license-expired-open", "alert-license-expired-resolved");
        model.take(
                Topics.ALERTS_CURRENT,
                "_system|view-stale|tenant_effective_access",
                Fleet.sample("alert-view-stale-open").toString());
        model.samples("operator-action-approve", "operator-action-request-refresh");
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        api = new Api(model.database(), () -> feed, changes, this::write, turns, clock);
        runbook = new Runbook(model.database(), () -> feed, this::write, clock);
        server = ConsoleServer.start("127.0.0.1", 0, new Access(), List.of(api, runbook));
    }

    public List<Call> calls() {
        return Stream.concat(api.calls().stream(), runbook.calls().stream()).toList();
    }

    private synchronized void write(OperatorAction action) {
        written.add(action);
        OperatorAction.Request request = action.request();
        if (!answering || request == null) {
            return;
        }
        try {
            String id = "51d3a7c9" + String.format("%08x", written.size());
            model.sample(
                    "command-clear-caches-requested",
                    Map.of(
                            "commandId", id,
                            "type", request.type().name(),
                            "target", request.target(),
                            "parameters", request.parameters(),
                            "alertId", "_operator|" + action.actionId(),
                            "eventId", "_operator|" + action.actionId() + ":1:1",
                            "issuedAt", action.at().toString()));
            model.sample(
                    "remediation-result-no-change",
                    Map.of("commandId", id, "resultId", id + ":2", "alertId", "_operator|" + action.actionId()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public record Answer(int status, String type, String body) {
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** @param headers names and values in turn */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All rows of a list, page by page. */
    List<JsonNode> all(String path) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=7" + cursor)
                    .json();
            page.path("items").forEach(all::add);
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        return all;
    }

    @Override
    public void close() throws SQLException {
        api.close();
        server.close();
        model.close();
    }
}
