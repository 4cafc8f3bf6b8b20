package io.licensewatch.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.console.api.ApiFixture.Answer;
import io.licensewatch.console.feed.Change;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.Fleet;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
    private static final int TENANTS = 60;
    private static final String EVENTS = "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n";

    @TempDir
    static Path directory;

    private static ApiFixture console;

    @BeforeAll
    static void start() throws Exception {
        console = new ApiFixture(directory, TENANTS);
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
    }

    @Test
    void each_answer_has_its_position_and_whether_it_is_complete() {
        JsonNode live = console.get("/api/v1/tenants").json();

        assertThat(live.path("asOf").path("lsn").asText()).isEqualTo("0/1C00000");
        assertThat(live.path("feed").path("lsn").asText()).as("cdc's position").isEqualTo("0/1900028");
        assertThat(live.path("readModel").path("phase").asText()).isEqualTo("LIVE");
        assertThat(live.path("readModel").path("current").asBoolean()).isTrue();
        FeedStatus before = console.feed;
        console.feed = new FeedStatus(FeedStatus.Phase.BUILDING, 70, 100, 30, null, "no broker answers");
        try {
            JsonNode building = console.get("/api/v1/approvals").json();
            assertThat(building.path("readModel").path("current").asBoolean()).isFalse();
            assertThat(building.path("readModel").path("behind").asInt()).isEqualTo(70);
            assertThat(building.path("readModel").path("trouble").asText()).isEqualTo("no broker answers");
            assertThat(console.get("/api/admin/validate-licenses")
                            .json()
                            .path("success")
                            .asBoolean())
                    .as("a validation of half the tenants")
                    .isFalse();
        } finally {
            console.feed = before;
        }
    }

    @Test
    void pages_have_each_row_once() {
        assertThat(console.all("/api/v1/tenants?order=NAME"))
                .extracting(row -> row.path("tenantId").asText())
                .doesNotHaveDuplicates()
                .hasSize(TENANTS - 1);
        assertThat(console.all("/api/v1/alerts?rule=seat-utilization"))
                .extracting(row -> row.path("alertId").asText())
                .doesNotHaveDuplicates()
                .hasSize(TENANTS / 3);
        assertThat(console.all("/api/v1/commands?state=awaiting-approval")).hasSize(TENANTS / 3);
        assertThat(console.all("/api/v1/tenants?q=chapel")).hasSize(TENANTS + 1);
        assertThat(console.all("/api/v1/actions")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(console.all("/api/v1/dead-letters")).hasSize(1);
    }

    @Test
    void a_wrong_value_is_rejected_with_the_allowed_ones() {
        assertProblem(400, "/api/v1/alerts?severity=AWFUL", "INFO, WARNING, CRITICAL");
        assertProblem(400, "/api/v1/alerts?sevirity=CRITICAL", "this call takes");
        assertProblem(400, "/api/v1/alerts?rule=a&rule=b", "more than once");
        assertProblem(400, "/api/v1/alerts?rule=", "1 to 200");
        assertProblem(400, "/api/v1/tenants?limit=0", "from 1 to 200");
        assertProblem(400, "/api/v1/tenants?limit=many", "from 1 to 200");
        assertProblem(400, "/api/v1/tenants?inScope=yes", "true or false");
        assertProblem(400, "/api/v1/tenants?q=a&order=NAME", "only with limit");
        assertProblem(400, "/api/v1/tenants?cursor=abc", "cursor");
        assertProblem(400, "/api/v1/health?from=yesterday", "2026-03-04T12:00:00Z");
        assertProblem(400, "/api/v1/health?from=%2B999999999-12-31T23:59:59Z", "2026-03-04T12:00:00Z");
        assertProblem(400, "/api/v1/health?from=2020-01-01T00:00:00Z", "400 days");
        assertProblem(400, "/api/v1/approvals?x", "limit");
        assertProblem(400, "/api/openapi.json?x=1", "no query parameter");
        assertProblem(404, "/api/v1/tenants/nobody", "no tenant");
        assertProblem(404, "/api/v1/alerts/nothing", "no alert");
        assertProblem(404, "/api/v1/alerts/" + Fleet.alertId(3) + "/episodes/9", "no such episode");
        assertProblem(400, "/api/v1/alerts/" + Fleet.alertId(3) + "/episodes/0", "from 1");
        assertProblem(404, "/api/v1/commands/nothing", "no command");
        assertProblem(404, "/api/v1/no-such-call", "openapi.json");
        assertProblem(404, "/api", "openapi.json");
        assertProblem(404, "/api/schemas/x.schema.json", "no such schema");
        assertProblem(404, "/api/schemas/..%2Fx", "no such schema");
    }

    private static void assertProblem(int status, String path, String detail) {
        assertProblem(status, console.get(path), detail);
    }

    private static void assertProblem(int status, Answer answer, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).contains(detail);
    }

    @Test
    void a_wrong_method_or_body_is_rejected() {
        assertProblem(405, console.send("DELETE", "/api/v1/tenants", null), "");
        String path = "/api/admin/validate-licenses";
        String json = "application/json";
        assertProblem(415, console.send("POST", path, "tenant_id=1", "Content-Type", "text/plain"), "JSON");
        assertProblem(415, console.send("POST", path, "{}"), "application/json");
        assertProblem(400, console.send("POST", path, "[1]", "Content-Type", json), "not a JSON object");
        assertProblem(400, console.send("POST", path, "{", "Content-Type", json), "not a JSON object");
        assertProblem(400, console.send("POST", path, "{\"tenant\": 1}", "Content-Type", json), "tenant_id");
        assertProblem(400, console.send("POST", path, "{\"tenant_id\": 1}", "Content-Type", json), "tenant_id");
        assertProblem(404, console.send("POST", path, "{\"tenant_id\": \"x\"}", "Content-Type", json), "no tenant");
        assertProblem(413, console.send("POST", path, " ".repeat(70_000), "Content-Type", json), "");
        assertProblem(400, console.send("POST", "/api/admin/refresh-views?wait=3600", null), "from 0 to 60");
        assertProblem(
                400,
                console.send("POST", "/api/admin/refresh-views", "{\"force\": 1}", "Content-Type", json),
                "true or false");
        assertThat(console.written).as("no rejected request is written").noneMatch(action -> action.request() == null);
    }

    @Test
    void events_are_sent_at_once_and_not_repeated() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> read("?kind=ALERT", lines));
        await().until(() -> lines.contains("event: ready"));

        console.changes.accept(List.of(
                new Change(Change.Kind.ALERT, "t1", "a1"),
                new Change(Change.Kind.TENANT, "t1", "t1"),
                new Change(Change.Kind.ALERT, "t2", "a2")));

        await().until(() -> lines.stream().filter("event: changed"::equals).count() == 2);
        assertThat(lines).anyMatch(line -> line.startsWith("data: ") && line.contains("\"a2\""));
        assertThat(lines).noneMatch(line -> line.startsWith("id:"));
        assertThat(reading).isNotDone();
        List<String> resumed = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> again = CompletableFuture.runAsync(() -> read("", resumed, "Last-Event-ID", "7"));
        await().until(() -> resumed.contains("event: reset"));
        assertThat(again).isNotDone();
    }

    private static void read(String query, List<String> lines, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(console.server.address() + "/api/v1/events" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofLines())
                    .body()
                    .forEach(lines::add);
        } catch (Exception e) {
            lines.add("ended");
        }
    }

    @Test
    void a_slow_client_is_disconnected_and_the_feed_does_not_wait() throws Exception {
        int listening = console.changes.listeners();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.server.port())) {
            socket.getOutputStream()
                    .write(EVENTS.formatted(console.server.port()).getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).contains("200");
            await().until(() -> console.changes.listeners() > listening);
            List<Change> many = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                many.add(new Change(Change.Kind.ALERT, "t", "a".repeat(100) + i));
            }
            for (int i = 0; i < 2_000; i++) {
                console.changes.accept(many); // returns at once, 100 MB of them
            }
        }
        await().until(() -> console.changes.listeners() <= listening);
    }

    @Test
    void clients_beyond_the_limit_are_rejected(@TempDir Path other) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (ApiFixture alone = new ApiFixture(other, 3)) {
            for (int i = 0; i < Events.MOST_CLIENTS; i++) {
                assertThat(status(alone, sockets)).contains("200");
            }
            assertThat(status(alone, sockets)).contains("503");
            assertThat(alone.get("/api/v1/tenants").status())
                    .as("listeners leave room for calls")
                    .isEqualTo(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static String status(ApiFixture alone, List<Socket> sockets) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), alone.server.port());
        sockets.add(socket);
        socket.getOutputStream().write(EVENTS.formatted(alone.server.port()).getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
