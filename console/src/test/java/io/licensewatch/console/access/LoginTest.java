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
    void a_token_is_its_persons_name_in_a_header() throws Exception {
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
    void whoever_opens_a_page_logs_in_and_comes_to_it() throws Exception {
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
    void no_page_of_another_site_comes_after_the_login() throws Exception {
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
    void a_form_of_one_session_is_of_no_other() throws Exception {
        String csrf = client.get("/form", session()).body();

        assertThat(client.post("/decide", "csrf=" + csrf, session()).status()).isEqualTo(403);
    }

    @Test
    void a_session_ends_when_nobody_uses_it_and_after_half_a_day() throws Exception {
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
    void a_line_that_is_taken_out_ends_what_its_token_opened() throws Exception {
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
    void after_many_wrong_tokens_nobody_is_heard_for_a_while() throws Exception {
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
    void a_page_of_another_site_logs_nobody_in() throws Exception {
        assertThat(logIn(token, "Origin: https://evil.example").status()).isEqualTo(403);
        assertThat(logIn(token, "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
    }

    @Test
    void behind_https_the_cookie_goes_by_https_alone() throws Exception {
        server.close();
        start(Map.of("licensewatch.console.url", "https://licensing.example.org"));

        assertThat(logIn(token).header("Set-Cookie").orElseThrow())
                .startsWith("__Host-licensewatch=")
                .contains("Secure");
    }

    @Test
    void nothing_starts_that_anybody_could_open() throws Exception {
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
    void a_tokens_file_that_is_not_right_is_refused_at_the_start() throws Exception {
        refused("has no line", "# nobody");
        refused("line 2 is not NAME ROLES HASH", line("a", token, Role.VIEW), "b view");
        refused("line 1 begins with no name", line("a/b", token, Role.VIEW));
        refused("other roles than", "a admin sha256:" + TokenLine.hash(token));
        refused("other roles than", "a open sha256:" + TokenLine.hash(token));
        refused("no hash", "a view " + token);
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
