package io.licensewatch.console.web;

import io.licensewatch.console.access.Access;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.live.LiveChanges;
import io.licensewatch.console.report.PostMortems;
import io.licensewatch.console.whatif.Turns;
import io.licensewatch.schemas.action.OperatorAction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The served pages, with a read model that a test fills, at a fixed time. */
final class ConsoleUnderTest implements AutoCloseable {
    final ReadModelFixture model;
    final LiveChanges changes = new LiveChanges();
    final Turns turns = new Turns(Duration.ofMillis(100));
    /** The decisions from the pages. */
    final List<OperatorAction> written = new CopyOnWriteArrayList<>();

    volatile FeedStatus status = live(Incident.NOW);
    private volatile Actions actions = written::add;
    private final Pages pages;
    private final ConsoleServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    ConsoleUnderTest(Path directory) throws SQLException {
        this.model = ReadModelFixture.in(directory);
        pages = new Pages(
                model.database(),
                () -> status,
                changes,
                action -> actions.write(action),
                true,
                turns,
                Clock.fixed(Incident.NOW, ZoneOffset.UTC));
        Clock clock = Clock.fixed(Incident.NOW, ZoneOffset.UTC);
        Site postMortems = new PostMortems(model.database(), () -> status, clock);
        server = ConsoleServer.start("127.0.0.1", 0, new Access(), List.of(pages, postMortems));
    }

    static FeedStatus live(Instant answered) {
        return new FeedStatus(FeedStatus.Phase.LIVE, 0, 120, 120, answered, null);
    }

    void writeBy(Actions other) {
        actions = other;
    }

    int open() {
        return pages.open();
    }

    String address() {
        return server.address();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address() + path))
                .header("Accept", "text/html")
                .build());
    }

    /** An existing page. */
    Document page(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Jsoup.parse(answer.body(), address());
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address() + path))
                .header("Accept", "text/html")
                .header("Origin", address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() throws SQLException {
        pages.close();
        server.close();
        model.close();
    }
}
