package io.licensewatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.security.RouteRole;
import io.licensewatch.console.access.RawHttp;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.ConsoleServer.Route;
import io.licensewatch.console.http.Site;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each route, requested with each role and without a login. */
class RoutesTest {
    /** A request that reaches this handler is authorized; the route itself is not executed. */
    private static final Site BEHIND_ACCESS = routes -> {
        routes.beforeMatched(request -> {
            request.status(299);
            request.skipRemainingHandlers();
        });
        // So that there is at least one route of each role.
        routes.get("/test/operate", request -> {}, Role.OPERATE);
        routes.post("/test/approve", request -> {}, Role.APPROVE);
    };

    private static final int LET_IN = 299;
    private static final Set<Route> OPEN =
            Set.of(new Route("GET", "/login", Set.of(Role.OPEN)), new Route("POST", "/login", Set.of(Role.OPEN)));

    @TempDir
    Path directory;

    @Test
    void every_route_requires_its_role() throws Exception {
        Path file = directory.resolve("tokens");
        String viewer = token(file, "vera", "view");
        String operator = token(file, "otto", "operate");
        String approver = token(file, "anna", "approve");

        try (Console console =
                new Console(settings(file), new SimpleMeterRegistry(), failure -> {}, List.of(BEHIND_ACCESS))) {
            RawHttp client = new RawHttp(port(console));
            assertThat(console.routes()).hasSizeGreaterThan(2);
            int guesses = 0;
            for (Route route : console.routes()) {
                assertThat(route.roles()).as("%s", route).hasSize(1).allMatch(Role.class::isInstance);
                RouteRole role = route.roles().iterator().next();
                if (role == Role.OPEN) {
                    assertThat(OPEN).as("open to everybody").contains(route);
                    continue;
                }
                assertThat(ask(client, route, null)).as("%s: nobody", route).isEqualTo(401);
                if (guesses++ < 3) { // more of them would block all logins for a while
                    assertThat(ask(client, route, "lwt_guess"))
                            .as("%s: guess", route)
                            .isEqualTo(401);
                }
                assertThat(ask(client, route, viewer))
                        .as("%s: viewer", route)
                        .isEqualTo(role == Role.VIEW ? LET_IN : 403);
                assertThat(ask(client, route, operator))
                        .as("%s: operator", route)
                        .isEqualTo(role == Role.APPROVE ? 403 : LET_IN);
                assertThat(ask(client, route, approver))
                        .as("%s: approver", route)
                        .isEqualTo(role == Role.OPERATE ? 403 : LET_IN);
            }
        }
    }

    /** Pages and clients that follow changes are authorized once, and stay connected for hours. */
    @Test
    void streams_end_with_their_login() throws Exception {
        Path file = directory.resolve("tokens");
        String mine = token(file, "vera", "view");
        String others = token(file, "otto", "operate");
        try (Console console = Console.start(settings(file), new SimpleMeterRegistry(), failure -> {})) {
            String login = new RawHttp(port(console))
                    .post("/login", "token=" + mine + "&next=%2F")
                    .header("Set-Cookie")
                    .orElseThrow();
            try (Stream page = new Stream(port(console), "/live", "Cookie: " + login.substring(0, login.indexOf(';')));
                    Stream client = new Stream(port(console), "/api/v1/events", "Authorization: Bearer " + mine);
                    Stream other = new Stream(port(console), "/live", "Authorization: Bearer " + others)) {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.removeIf(line -> line.startsWith("vera"));
                Files.write(file, lines);

                page.awaitEnd();
                client.awaitEnd();
                assertThat(other.isOpen()).isTrue();
            }
        }
    }

    /** A streaming answer, read by its own thread. */
    private static final class Stream implements AutoCloseable {
        private final Socket socket;
        private final CompletableFuture<Void> end;

        Stream(int port, String path, String header) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: text/event-stream\r\n"
                                    + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).as(path).contains("200");
            end = CompletableFuture.runAsync(() -> {
                try {
                    String line = in.readLine();
                    while (line != null && !line.equals("0")) { // the last chunk of a chunked answer is empty
                        line = in.readLine();
                    }
                } catch (IOException e) {
                    // ended too
                }
            });
        }

        boolean isOpen() {
            return !end.isDone();
        }

        void awaitEnd() {
            await().atMost(Duration.ofSeconds(40)).until(end::isDone);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Kafka is not available, which makes no difference. */
    private Settings settings(Path tokens) {
        return Settings.of(
                ConsoleSettings.all(),
                Map.of(
                        "licensewatch.kafka.bootstrap-servers",
                        "127.0.0.1:1",
                        "licensewatch.console.port",
                        "0",
                        "licensewatch.console.data-dir",
                        directory.resolve("data").toString(),
                        "licensewatch.console.tokens-file",
                        tokens.toString()));
    }

    private static int port(Console console) {
        return Integer.parseInt(console.address().replaceFirst(".*:", ""));
    }

    private static int ask(RawHttp client, Route route, @Nullable String token) throws IOException {
        String path = route.path().replaceAll("[{<][^}>]*[}>]", "1").replace("*", "1");
        String[] headers = token == null ? new String[0] : new String[] {"Authorization: Bearer " + token};
        return client.send(route.method(), path, "", headers).status();
    }

    /** As an operator creates it. */
    private static String token(Path file, String name, String role) throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = ConsoleCommand.commandLine();
        line.setOut(new PrintWriter(out));
        assertThat(line.execute("token", name, "--role", role)).isEqualTo(ExitCode.OK);
        List<String> printed = out.toString().lines().toList();
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of("# who may"));
        lines.add(printed.get(printed.size() - 1));
        Files.write(file, lines);
        return printed.get(0).replaceFirst(".*: ", "");
    }
}
