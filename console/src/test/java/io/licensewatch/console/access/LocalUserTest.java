package io.licensewatch.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.RoutesConfig;
import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.http.Site;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalUserTest {
    private ConsoleServer server;
    private RawHttp client;

    /** Pages and an API that answer with the caller, and with the token for forms. */
    private static final class Mirror implements Site {
        @Override
        public void addTo(RoutesConfig routes) {
            routes.get("/who", request -> request.result(Access.person(request).name()), Role.VIEW);
            routes.get("/form", request -> request.result(Csrf.token(request)), Role.VIEW);
            routes.post("/decide", request -> request.result("done"), Role.APPROVE);
            routes.get("/forgotten", request -> request.result("open"));
            routes.post("/api/decide", request -> request.result("done"), Role.APPROVE);
        }
    }

    @BeforeEach
    void start() {
        server = ConsoleServer.start("127.0.0.1", 0, new Access(), List.of(new Mirror()));
        client = new RawHttp(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String token() throws IOException {
        return client.get("/form").body();
    }

    @Test
    void every_caller_is_the_user_of_this_machine() throws Exception {
        assertThat(client.get("/who").text()).contains(System.getProperty("user.name"));
        assertThat(client.get("/who", "Host: [::1]:" + server.port()).status()).isEqualTo(200);
        assertThat(client.get("/who", "Host: 127.0.0.1").status()).isEqualTo(200);
    }

    @Test
    void a_route_without_a_role_is_rejected() throws Exception {
        assertThat(client.get("/forgotten").status()).isEqualTo(403);
    }

    @Test
    void another_host_name_for_this_machine_is_rejected() throws Exception {
        for (String host :
                List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example")) {
            assertThat(client.get("/who", "Host: " + host).status()).as(host).isIn(400, 403);
        }
        assertThat(client.get("/assets/console.css", "Host: evil.example").status())
                .isEqualTo(200);
    }

    @Test
    void a_form_needs_the_token_of_its_page() throws Exception {
        String origin = "Origin: http://localhost:" + server.port();
        assertThat(client.post("/decide", "csrf=" + token(), origin).status()).isEqualTo(200);
        assertThat(client.post("/decide", "a=b", origin, "X-CSRF-Token: " + token())
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/decide", "csrf=" + token()).status()).isEqualTo(200);

        assertThat(client.post("/decide", "", origin).status()).isEqualTo(403);
        assertThat(client.post("/decide", "csrf=", origin).status()).isEqualTo(403);
        assertThat(client.post("/decide", "csrf=x" + token(), origin).status()).isEqualTo(403);
        assertThat(client.post("/decide", "a=%ZZ&csrf=%E0%80", origin).status()).isIn(400, 403);
        assertThat(client.post("/decide", "").status()).isEqualTo(403);
    }

    @Test
    void a_page_of_another_site_changes_nothing_even_with_the_token() throws Exception {
        for (String origin : List.of("http://evil.example", "null", "http://localhost:1", "http://", "%")) {
            assertThat(client.post("/decide", "csrf=" + token(), "Origin: " + origin)
                            .status())
                    .as(origin)
                    .isEqualTo(403);
        }
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(client.post("/decide", "csrf=" + token(), "Sec-Fetch-Site: " + site)
                            .status())
                    .as(site)
                    .isEqualTo(403);
            assertThat(client.post("/api/decide", "", "Sec-Fetch-Site: " + site).status())
                    .as(site)
                    .isEqualTo(403);
        }
    }

    @Test
    void the_api_accepts_non_browser_requests_without_a_csrf_token() throws Exception {
        assertThat(client.post("/api/decide", "").status()).isEqualTo(200);
        assertThat(client.post("/api/decide", "", "Cookie: a=b").status()).isEqualTo(403);
        assertThat(client.post("/api/decide", "", "Origin: http://localhost:" + server.port())
                        .status())
                .isEqualTo(403);
    }
}
