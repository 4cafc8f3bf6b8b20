package io.licensewatch.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients may send anything to the port, and the pages are still served. */
class HostileClientsTest {
    /** Half of the limit, on an idle machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    /** A connection is closed after 10 s because of its age. */
    private static final Duration BEFORE_AGE = Duration.ofSeconds(8);

    private static final int CROWD = 200;
    private static final int ALLOWED = 128;

    private final Metrics metrics = Metrics.create();
    private final OpsServer server = OpsServer.start("127.0.0.1", 0, metrics.registry());
    private final List<RawRequest> crowd = new ArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);

    HostileClientsTest() {
        server.answer(List.of(), List.of());
    }

    @AfterEach
    void close() throws IOException {
        hanging.countDown();
        for (RawRequest raw : crowd) {
            raw.close();
        }
        server.close();
        metrics.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /metrics HTTP/1.1\r\nHost: x",
                "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx",
                "POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\nx"
            })
    void many_unfinished_requests_do_not_block_other_clients(String half) throws Exception {
        for (int i = 0; i < CROWD; i++) {
            crowd.add(new RawRequest(server.port()).send(half));
            if (i % 50 == 0) {
                healthIsAnsweredAtOnce();
            }
        }
        healthIsAnsweredAtOnce();
        assertThat(metricsAreAnswered()).isTrue();
    }

    @Test
    void the_number_of_connections_is_limited_and_the_oldest_is_closed() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            crowd.add(new RawRequest(server.port()));
        }

        Awaitility.await().atMost(BEFORE_AGE).until(() -> closed() == CROWD - ALLOWED);
        healthIsAnsweredAtOnce();
        Awaitility.await().atMost(BEFORE_AGE).until(() -> closed() == CROWD - ALLOWED + 1);
    }

    @Test
    void sending_one_byte_at_a_time_does_not_keep_a_connection_open() throws Exception {
        try (RawRequest slow = new RawRequest(server.port())) {
            slow.send("POST /metrics HTTP/1.1\r\nHost: x\r\nX: ");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        healthIsAnsweredAtOnce();
                        return slow.isRefused("x");
                    });
        }
    }

    @Test
    void an_answer_that_is_not_read_does_not_block_other_clients() throws Exception {
        for (int i = 0; i < 20; i++) {
            crowd.add(new RawRequest(server.port()).send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"));
        }
        healthIsAnsweredAtOnce();
        assertThat(metricsAreAnswered()).isTrue();
    }

    @Test
    void giant_headers_and_request_lines_are_rejected() throws Exception {
        String giant = "x".repeat(1 << 20);

        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + giant + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .doesNotContain("xxx");
        assertThat(ask("GET /" + giant + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .doesNotContain("xxx");
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(100_000) + "\r\n"))
                .startsWith("HTTP/1.1 431");
        healthIsAnsweredAtOnce();
    }

    @Test
    void a_connection_serves_exactly_one_request() throws Exception {
        String request = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

        assertThat(ask(request.repeat(50))).containsOnlyOnce("HTTP/1.1 200").contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "CONNECT", "get", "NONSENSE"})
    void other_methods_are_not_allowed(String method) throws Exception {
        assertThat(ask(method + " /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"))
                .matches("(?s)HTTP/1.1 (405|400) .*")
                .doesNotContain("jvm_memory", "abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/\u0001live",
                "/\u001b[2J",
                "/health/%00live",
                "/health%2Flive",
                "/a/../health/live",
                "//health/live",
                "/health/live;x",
                "http://other/x",
                "*",
                "/<script>"
            })
    void other_paths_are_not_found_or_rejected_and_not_echoed(String path) throws Exception {
        assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .matches("(?s)HTTP/1.1 (404|400) .*")
                .doesNotContain("script", "\u001b", "UP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /metrics\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /metrics HTTP/1.1\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
            })
    void every_answer_forbids_sniffing_and_caching_and_names_no_server(String request) throws Exception {
        assertThat(ask(request))
                .contains("X-Content-Type-Options: nosniff", "Cache-Control: no-store")
                .doesNotContainIgnoringCase("jetty", "\nServer:");
    }

    @Test
    void a_check_that_hangs_is_down_and_does_not_block_other_pages() throws Exception {
        server.answer(
                List.of(), List.of(HealthCheck.of("well", () -> Health.up("fine")), HealthCheck.of("hangs", () -> {
                    awaitQuietly();
                    return Health.up("at last");
                })));

        for (int i = 0; i < 20; i++) {
            assertThat(ask("GET /health/ready HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 503")
                    .contains("{\"name\":\"well\",\"status\":\"UP\",\"detail\":\"fine\"}", "has not answered for");
        }
        healthIsAnsweredAtOnce();
        assertThat(metricsAreAnswered()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("ops-answer"))
                        .count())
                .isLessThan(5);

        hanging.countDown();
        Awaitility.await().until(() -> ask("GET /health/ready HTTP/1.0\r\n\r\n").contains("at last"));
    }

    @Test
    void metrics_that_hang_do_not_block_other_pages() throws Exception {
        metrics.registry().gauge("hangs", this, me -> {
            me.awaitQuietly();
            return 1;
        });
        for (int i = 0; i < 20; i++) {
            crowd.add(new RawRequest(server.port()).send("GET /metrics HTTP/1.0\r\n\r\n"));
        }

        healthIsAnsweredAtOnce();
        assertThat(crowd.get(0).answer()).startsWith("HTTP/1.1 503").contains("have not been collected");
    }

    @Test
    void a_stop_closes_connections_that_are_open() throws Exception {
        RawRequest half = new RawRequest(server.port()).send("GET /met");
        crowd.add(half);
        healthIsAnsweredAtOnce();

        server.close();

        assertThat(half.answer()).isEmpty();
    }

    private long closed() throws IOException {
        long closed = 0;
        for (RawRequest raw : crowd) {
            closed += raw.isClosed() ? 1 : 0;
        }
        return closed;
    }

    private void awaitQuietly() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void healthIsAnsweredAtOnce() throws IOException {
        long start = System.nanoTime();
        assertThat(ask("GET /health/live HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("UP");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }

    private boolean metricsAreAnswered() throws IOException {
        return ask("GET /metrics HTTP/1.0\r\n\r\n").contains("jvm_memory");
    }

    private String ask(String request) throws IOException {
        return RawRequest.answer(server.port(), request);
    }
}
