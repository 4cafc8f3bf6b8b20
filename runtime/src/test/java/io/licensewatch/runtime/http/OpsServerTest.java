package io.licensewatch.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.schemas.json.Json;
import java.io.UncheckedIOException;
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
    private final OpsServer server = OpsServer.start(
            "127.0.0.1",
            0,
            metrics.registry(),
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
    void a_check_that_fails_itself_is_down() {
        HealthReport report = HealthReport.of(List.of(HealthCheck.of("broken", () -> {
            throw new IllegalStateException("no state");
        })));

        assertThat(report.status()).isEqualTo(Health.Status.DOWN);
        assertThat(report.checks().get(0).detail()).contains("no state");
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
    void a_port_that_is_taken_is_named() {
        assertThatThrownBy(() -> OpsServer.start("127.0.0.1", server.port(), metrics.registry(), List.of(), List.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    @Test
    void minus_one_serves_nothing() {
        try (OpsServer off = OpsServer.start("127.0.0.1", -1, metrics.registry(), List.of(), List.of())) {
            assertThat(off.port()).isEqualTo(-1);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
