package io.licensewatch.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.read.Fleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any input gets an answer or a rejection, never an internal error. */
class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("licensewatch.fuzz.requests", 400);
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "X");
    private static final List<String> PIECES = List.of(
            "api",
            "v1",
            "tenants",
            "alerts",
            "commands",
            "episodes",
            "admin",
            "health",
            "refresh-views",
            "..",
            "%2e%2e",
            "%00",
            "%2F",
            "%ff",
            "'",
            "\"",
            "%22",
            "%F0%9F%92%A9",
            ";x=1",
            "1",
            "-1",
            "99999999999999999999",
            "assets",
            "{id}",
            "a%0d%0ab",
            "+",
            "%",
            "*",
            "\\",
            "cache",
            "clear",
            "validate-licenses",
            "monitoring",
            "license-health",
            "schemas");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "-1",
            "0",
            "NaN",
            "true",
            "null",
            "%00",
            "%ff",
            "'%20OR%201=1--",
            "%22",
            "a%22b%22c",
            "%25",
            "*",
            "\"\"\"",
            "99999999999",
            "2026-03-04T12:00:00Z",
            "%2B1000000000-12-31T23:59:60Z",
            "CRITICAL",
            "AND",
            "NEAR(",
            "W10",
            "WzFd",
            "%D0%9B%C3%B3%C5%82",
            "aaa".repeat(60),
            "%F0%9F%92%A9%F0%9F%92%A9%F0%9F%92%A9",
            "_operator%7Cx",
            "-",
            "^abc",
            ":n",
            "<ids>");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "1",
            "{",
            "{\"tenant_id\":null}",
            "{\"tenant_id\":\"\\u0000\"}",
            "{\"force\":\"yes\"}",
            "{\"view\":\"'; DROP TABLE tenant; --\"}",
            "{\"view\":\"\\ud800\"}",
            "\u0000\u0001",
            "[".repeat(3000),
            "{\"a\":".repeat(2000),
            "{\"tenant_id\":" + "9".repeat(5000) + "}",
            "é".repeat(200));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=nonsense",
            "text/plain",
            "",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "/",
            ";");

    @TempDir
    static Path directory;

    @Test
    void no_request_is_answered_with_an_internal_error() throws Exception {
        long seed = Long.getLong("licensewatch.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        try (ApiFixture console = new ApiFixture(directory, 12)) {
            console.answering = false;
            List<Call> calls = console.calls();
            for (int i = 0; i < REQUESTS; i++) {
                String request = request(random, calls, console.server.port());
                String status = send(console.server.port(), request);
                assertThat(status)
                        .as("seed %s, request %s:%n%s", seed, i, request)
                        .doesNotMatch("HTTP/1.1 500.*");
            }
            assertThat(console.get("/api/v1/tenants").status()).isEqualTo(200);
        }
    }

    private static String request(Random random, List<Call> calls, int port) {
        String method = one(METHODS, random);
        StringBuilder target = new StringBuilder();
        Call call = one(calls, random);
        if (random.nextInt(4) > 0) {
            method = random.nextInt(5) > 0 ? call.method().name() : method;
            String value =
                    random.nextInt(3) == 0 ? Fleet.id(3) : one(VALUES, random).replace("\"", "%22");
            target.append(call.path().replaceAll("\\{\\w+}", Matcher.quoteReplacement(value)));
        } else {
            for (int i = random.nextInt(6); i >= 0; i--) {
                target.append('/').append(one(PIECES, random));
            }
        }
        List<String> names = List.copyOf(call.query());
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = names.isEmpty() || random.nextInt(8) == 0 ? one(PIECES, random) : one(names, random);
            String value = name.equals("wait") ? "0" : one(VALUES, random);
            target.append(target.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(value);
        }
        String body = method.equals("POST") || random.nextInt(10) == 0 ? one(BODIES, random) : "";
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String type = one(TYPES, random);
        return method + " " + target + " HTTP/1.1\r\nHost: "
                + (random.nextInt(12) == 0 ? one(VALUES, random) : "127.0.0.1:" + port)
                + "\r\nConnection: close\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + (random.nextInt(10) == 0 ? "Last-Event-ID: 1\r\nAccept: text/event-stream\r\n" : "")
                + (random.nextInt(10) == 0
                        ? "If-None-Match: *\r\nRange: bytes=0-1\r\nAccept-Encoding: br, gzip;q=x\r\n"
                        : "")
                + "Content-Length: " + length + "\r\n\r\n" + body;
    }

    /** The status line. */
    private static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return String.valueOf(line);
        }
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
