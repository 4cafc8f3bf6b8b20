package io.licensewatch.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.schemas.json.Json;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    private final Metrics metrics = Metrics.create();
    private final AtomicReference<Health> state = new AtomicReference<>(Health.up("fine"));
    private final OpsServer server = OpsServer.start("127.0.0.1", 0, metrics.registry());
    private final AutoCloseable service = server.answer(
            List.of(),
            List.of(
                    HealthCheck.of("always", () -> Health.up("")),
                    HealthCheck.of("changing", state::get),
                    HealthCheck.of("steady", () -> Health.up("12 of 12"))));

    @AfterEach
    void close() {
        server.close();
        metrics.close();
    }

    @Test
    void metrics_are_prometheus_text_with_the_java_runtimes_own() throws Exception {
        metrics.registry().counter("licensewatch.things").increment(3);

        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(response.body()).contains("licensewatch_things_total 3.0", "jvm_memory_used_bytes");
    }

    @Test
    void ready_when_every_check_is_up() throws Exception {
        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":["
                        + "{\"name\":\"always\",\"status\":\"UP\",\"detail\":\"\"},"
                        + "{\"name\":\"changing\",\"status\":\"UP\",\"detail\":\"fine\"},"
                        + "{\"name\":\"steady\",\"status\":\"UP\",\"detail\":\"12 of 12\"}]}");
    }

    @Test
    void not_ready_when_one_check_is_down_and_ready_again_later() throws Exception {
        state.set(Health.down("frontier is 70 s old"));
        HttpResponse<String> response = get("/health/ready");
        state.set(Health.up("fine"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Json.MAPPER.readTree(response.body()).path("status").asText())
                .isEqualTo("DOWN");
        assertThat(response.body()).contains("\"detail\":\"frontier is 70 s old\"");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void a_check_that_throws_is_down() throws Exception {
        server.answer(
                List.of(),
                List.of(
                        HealthCheck.of("broken", () -> {
                            throw new IllegalStateException("no state");
                        }),
                        HealthCheck.of("badly", () -> {
                            throw new NoClassDefFoundError("no class");
                        })));

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("no state", "no class");
    }

    @Test
    void the_detail_of_a_check_is_escaped() throws Exception {
        state.set(Health.down("Postgres says x\u001b[2J\u202e\ny"));

        assertThat(get("/health/ready").body()).matches("[ -~]+").contains("\\\\u001b[2J\\\\u202e\\\\ny");
    }

    @Test
    void labels_of_metrics_cannot_break_a_line() throws Exception {
        metrics.registry().counter("things", "table", "x\ny\" 1\nforged 2").increment();

        assertThat(get("/metrics").body().lines()).noneMatch(line -> line.startsWith("forged"));
    }

    @Test
    void a_starting_service_is_alive_and_not_ready() throws Exception {
        try (OpsServer early = OpsServer.start("127.0.0.1", 0, metrics.registry())) {
            assertStands(early, "starting");
            assertThat(get(early, "/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void while_it_stops_a_service_is_alive_and_not_ready() throws Exception {
        service.close();

        assertStands(server, "stopping");
    }

    private static void assertStands(OpsServer asked, String how) throws Exception {
        assertThat(get(asked, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(asked, "/health/live").body()).contains(how);
        assertThat(get(asked, "/health/ready").statusCode()).isEqualTo(503);
        assertThat(get(asked, "/health/ready").body()).contains(how);
    }

    @Test
    void live_without_checks_is_up() throws Exception {
        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
    }

    @Test
    void other_paths_are_not_found() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
        assertThat(get("/health").body()).contains("/health/live, /health/ready, /metrics");
    }

    @Test
    void other_methods_are_not_allowed() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void nothing_listens_after_close() {
        URI uri = uri("/metrics");

        server.close();

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void an_address_that_cannot_be_bound_is_named_with_its_settings() {
        assertThatThrownBy(() -> OpsServer.start("127.0.0.1", server.port(), metrics.registry()))
                .isInstanceOf(AddressTakenException.class)
                .hasMessageContaining("127.0.0.1:" + server.port() + ": Address already in use")
                .hasMessageContaining("licensewatch.http.port");
        assertThatThrownBy(() -> OpsServer.start("192.0.2.1", 0, metrics.registry()))
                .isInstanceOf(AddressTakenException.class)
                .hasMessageContaining("192.0.2.1:0")
                .hasMessageContaining("licensewatch.http.host");
        assertThatThrownBy(() -> OpsServer.start("no.such.host.invalid", 0, metrics.registry()))
                .isInstanceOf(AddressTakenException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void port_minus_one_disables_the_server() throws Exception {
        try (OpsServer off = OpsServer.start("127.0.0.1", -1, metrics.registry());
                AutoCloseable nothing = off.answer(List.of(), List.of())) {
            assertThat(nothing).isNotNull();
            assertThat(off.port()).isEqualTo(-1);
        }
    }

    private URI uri(String path) {
        return uri(server, path);
    }

    private static URI uri(OpsServer asked, String path) {
        return URI.create("http://127.0.0.1:" + asked.port() + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(server, path);
    }

    private static HttpResponse<String> get(OpsServer asked, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(asked, path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
