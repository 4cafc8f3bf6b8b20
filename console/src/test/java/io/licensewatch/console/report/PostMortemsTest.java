package io.licensewatch.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.access.Access;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.http.ConsoleServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostMortemsTest {
    private static final Instant NOW = Instant.parse("2026-03-05T00:00:00Z");

    @TempDir
    Path directory;

    private FeedStatus status = new FeedStatus(FeedStatus.Phase.LIVE, 0, 0, 3, NOW, null);
    private ReadModelFixture model;
    private ConsoleServer server;

    @BeforeEach
    void start() throws SQLException {
        model = ReadModelFixture.in(directory);
        server = ConsoleServer.start(
                "127.0.0.1",
                0,
                new Access(),
                List.of(new PostMortems(model.database(), () -> status, Clock.fixed(NOW, ZoneOffset.UTC))));
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
        model.close();
    }

    @Test
    void a_post_mortem_is_downloaded_as_a_file() throws Exception {
        model.samples("alert-seat-utilization-open");

        HttpResponse<String> answer = get("/alerts/9f1c7d3e5b0a2648/episodes/1/post-mortem.md");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/markdown; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"post-mortem-2026-03-02-seat-utilization-9f1c7d3e5b0a2648-1.md\"");
        assertThat(answer.body()).startsWith("# Post-mortem: seat").doesNotContain("Incomplete");
    }

    @Test
    void an_incomplete_read_model_is_mentioned_at_the_top() throws Exception {
        model.samples("alert-seat-utilization-open");
        status = new FeedStatus(FeedStatus.Phase.BUILDING, 812, 900, 88, NOW, null);

        assertThat(get("/alerts/9f1c7d3e5b0a2648/episodes/1/post-mortem.md").body())
                .contains("**Incomplete:** the read model is still being built, 812 records are to be read");

        status = new FeedStatus(FeedStatus.Phase.LIVE, 0, 0, 88, NOW.minusSeconds(60), null);

        assertThat(get("/alerts/9f1c7d3e5b0a2648/episodes/1/post-mortem.md").body())
                .contains("**Incomplete:** The console is not up to date with Kafka");
    }

    @Test
    void an_episode_that_is_not_kept_or_not_a_number_is_rejected() throws Exception {
        assertThat(get("/alerts/9f1c7d3e5b0a2648/episodes/1/post-mortem.md").statusCode())
                .isEqualTo(404);
        for (String number : List.of("0", "-1", "x", "99999999999", "1%27", "1e3")) {
            assertThat(get("/alerts/9f1c7d3e5b0a2648/episodes/" + number + "/post-mortem.md")
                            .statusCode())
                    .as(number)
                    .isEqualTo(400);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
