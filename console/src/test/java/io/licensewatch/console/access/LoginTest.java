package io.licensewatch.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.web.LoginPages;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
    private static final Site MIRROR = routes -> {
        routes.get("/who", request -> request.result(Access.person(request).name()), Role.VIEW);
        routes.get("/form", request -> request.result(Csrf.token(request)), Role.VIEW);
        routes.post("/decide", request -> request.result("done"), Role.APPROVE);
    };

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final String token = TokenLine.newToken();
    private Path tokens;
    private ConsoleServer server;
    private RawHttp client;

    @BeforeEach
    void start() throws IOException {
        tokens = directory.resolve("tokens");
        write(line("maria", token, Role.APPROVE));
        start(Map.of());
    }

    private void start(Map<String, String> further) {
        Access access = access("127.0.0.1", further);
        server = ConsoleServer.start("127.0.0.1", 0, access, List.of(MIRROR, new LoginPages(access)));
        client = new RawHttp(server.port());
    }

    private Access access(String host, Map<String, String> further) {
        Map<String, String> given = new HashMap<>(Map.of("licensewatch.console.tokens-file", tokens.toString()));
        given.putAll(further);
        return Access.of(Settings.of(AccessSettings.all(), given), host, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String... lines) throws IOException {
        Files.write(tokens, List.of(lines));
    }

    private static String line(String name, String token, Role... roles) {
        return new TokenLine(new Person(name, Set.of(roles)), TokenLine.hash(token)).text();
    }

    private RawHttp.Answer logIn(String given, String... headers) throws IOException {
        return client.post("/login", "token=" + given + "&next=%2Fwho%3Fa%3Db", headers);
    }

    /** Its cookie as a browser sends it. */
    private String session() throws IOException {
        String cookie = logIn(token).header("Set-Cookie").orElseThrow();
        return "Cookie: " + cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void a_token_in_a_header_identifies_its_person() throws Exception {
        assertThat(client.get("/who", "Authorization: Bearer " + token).body()).isEqualTo("maria");
        assertThat(client.post("/decide", "", "Authorization: bearer " + token).status())
                .isEqualTo(200);
        for (String wrong : List.of("Bearer x" + token, "Bearer ", "Basic " + token, token, "Bearer a b", "")) {
            RawHttp.Answer answer = client.get("/who", "Authorization: " + wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).as(wrong).isPresent();
        }
    }

    @Test
    void after_the_login_the_requested_page_opens() throws Exception {
        RawHttp.Answer page = client.get("/who?a=b", "Accept: text/html");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location")).hasValue("/login?next=%2Fwho%3Fa%3Db");
        assertThat(client.get("/login?next=%2Fwho").body()).contains("name=\"token\"", "value=\"/who\"");

        RawHttp.Answer in = logIn(token);

        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location").orElseThrow()).endsWith("/who?a=b");
        assertThat(in.header("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure")
                .doesNotContain(token);
        assertThat(client.get("/who", session()).body()).isEqualTo("maria");
    }

    @Test
    void the_login_does_not_redirect_to_another_site() throws Exception {
        for (String next :
                List.of("//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nX: b", "/%")) {
            String form = "token=" + token + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
            assertThat(client.post("/login", form).header("Location").orElseThrow())
                    .as(next)
                    .doesNotContain("evil")
                    .doesNotContain("X:");
        }
    }

    @Test
    void a_session_ends_with_the_logout() throws Exception {
        String session = session();
        String csrf = client.get("/form", session).body();

        assertThat(client.post("/logout", "", session).status())
                .as("without the token")
                .isEqualTo(403);
        assertThat(client.post("/logout", "csrf=" + csrf, session).status()).isEqualTo(303);
        assertThat(client.get("/who", session).status()).isEqualTo(401);
    }

    @Test
    void a_form_is_valid_only_for_its_session() throws Exception {
        String csrf = client.get("/form", session()).body();

        assertThat(client.post("/decide", "csrf=" + csrf, session()).status()).isEqualTo(403);
    }

    @Test
    void a_session_ends_without_use_and_after_half_a_day() throws Exception {
        String idle = session();
        clock.pass(Sessions.IDLE.minusSeconds(1));
        assertThat(client.get("/who", idle).status()).isEqualTo(200);
        clock.pass(Sessions.IDLE.minusSeconds(1));
        assertThat(client.get("/who", idle).status()).as("used since").isEqualTo(200);
        clock.pass(Sessions.IDLE);
        assertThat(client.get("/who", idle).status()).isEqualTo(401);

        String used = session();
        for (Duration past = Duration.ZERO; past.compareTo(Sessions.LONGEST) < 0; past = past.plusHours(1)) {
            assertThat(client.get("/who", used).status()).as("%s", past).isEqualTo(200);
            clock.pass(Duration.ofHours(1));
        }
        assertThat(client.get("/who", used).status()).isEqualTo(401);
    }

    @Test
    void removing_a_line_ends_the_sessions_of_its_token() throws Exception {
        String session = session();
        write(line("maria", token, Role.VIEW), line("ken", TokenLine.newToken(), Role.VIEW));
        assertThat(client.get("/who", session).status()).isEqualTo(200);
        assertThat(client.post("/decide", "csrf=" + client.get("/form", session).body(), session)
                        .status())
                .as("a role less")
                .isEqualTo(403);

        write(line("ken", TokenLine.newToken(), Role.VIEW), "maria view sha256:torn");
        assertThat(client.get("/who", session).status()).isEqualTo(401);
        assertThat(client.get("/who", "Authorization: Bearer " + token).status())
                .isEqualTo(401);

        Files.delete(tokens);
        assertThat(client.get("/who", "Authorization: Bearer " + token).status())
                .isEqualTo(401);
    }

    @Test
    void after_many_wrong_tokens_logins_are_blocked_for_a_while() throws Exception {
        String session = session();
        for (int i = 0; i < LoginFailures.MOST_OF_ONE; i++) {
            assertThat(logIn("wrong" + i).status()).isEqualTo(401);
        }
        assertThat(logIn(token).status()).isEqualTo(429);
        assertThat(client.get("/who", "Authorization: Bearer " + token).status())
                .isEqualTo(429);
        assertThat(client.get("/who", session).status()).as("who is in").isEqualTo(200);

        clock.pass(Duration.ofMinutes(1));
        assertThat(logIn(token).status()).isEqualTo(303);
    }

    @Test
    void a_page_of_another_site_cannot_log_in() throws Exception {
        assertThat(logIn(token, "Origin: https://evil.example").status()).isEqualTo(403);
        assertThat(logIn(token, "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
    }

    @Test
    void behind_https_the_cookie_is_sent_over_https_only() throws Exception {
        server.close();
        start(Map.of("licensewatch.console.url", "https://licensing.example.org"));

        assertThat(logIn(token).header("Set-Cookie").orElseThrow())
                .startsWith("__Host-licensewatch=")
                .contains("Secure");
    }

    @Test
    void the_console_does_not_start_without_access_control() throws Exception {
        Settings none = Settings.of(AccessSettings.all(), Map.of());
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1", "no.such.host.invalid")) {
            assertThatThrownBy(() -> Access.of(none, host, clock))
                    .as(host)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("tokens-file");
        }
        assertThat(Access.of(none, "localhost", clock).login()).isEmpty();
        assertThat(Access.of(none, "::1", clock).login()).isEmpty();
        assertThat(access("0.0.0.0", Map.of()).login()).isPresent();
    }

    @Test
    void an_invalid_tokens_file_is_rejected_at_the_start() throws Exception {
        refused("has no line", "# nobody");
        refused("line 2 is not NAME ROLES HASH", line("a", token, Role.VIEW), "b view");
        refused("line 1 does not begin with a name", line("a/b", token, Role.VIEW));
        refused("other roles than", "a admin sha256:" + TokenLine.hash(token));
        refused("other roles than", "a open sha256:" + TokenLine.hash(token));
        refused("does not end with a hash", "a view " + token);
        write(line("a", token, Role.VIEW));
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> access("127.0.0.1", Map.of())).hasMessageContaining("chmod go-w");
        Files.delete(tokens);
        assertThatThrownBy(() -> access("127.0.0.1", Map.of())).hasMessageContaining("does not exist");
    }

    private void refused(String why, String... lines) throws IOException {
        write(lines);
        assertThatThrownBy(() -> access("127.0.0.1", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(token);
    }
}
