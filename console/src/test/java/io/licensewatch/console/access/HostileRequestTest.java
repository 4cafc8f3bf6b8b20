package io.licensewatch.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.web.LoginPages;
import io.licensewatch.runtime.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No request to an open route, or without access to a closed one, causes an internal error. */
class HostileRequestTest {
    private static final List<String> TEXTS = List.of(
            "",
            "%",
            "%ZZ",
            "%00",
            "%E0%80",
            "%ff%fe",
            "a=b&&=&%3D",
            "token=%",
            "token=%ZZ&next=%",
            "\u0001",
            "'\"<script>",
            "token=" + "x".repeat(60_000),
            "token=a".repeat(2_000) + "&",
            "+".repeat(500),
            "csrf=%C0%AF&csrf=1",
            "..%2f..%2f");

    @TempDir
    Path directory;

    @Test
    void no_request_causes_an_internal_error() throws Exception {
        Path tokens = Files.writeString(
                directory.resolve("tokens"),
                new TokenLine(new Person("m", Set.of(Role.VIEW)), TokenLine.hash("t")).text());
        Settings settings =
                Settings.of(AccessSettings.all(), Map.of("licensewatch.console.tokens-file", tokens.toString()));
        for (Access access : List.of(new Access(), Access.of(settings, "127.0.0.1", Clock.systemUTC()))) {
            try (ConsoleServer server = ConsoleServer.start("127.0.0.1", 0, access, List.of(new LoginPages(access)))) {
                RawHttp client = new RawHttp(server.port());
                for (String text : TEXTS) {
                    String inUrl = text.length() > 4_000 ? "" : text.replaceAll("[\u0001\"<>' ]", "_");
                    assertThat(client.get("/login?next=" + inUrl).status())
                            .as(text)
                            .isLessThan(500);
                    assertThat(client.get("/login/" + inUrl).status()).as(text).isLessThan(500);
                    assertThat(client.post("/login", text).status()).as(text).isLessThan(500);
                    assertThat(client.post("/logout", text).status()).as(text).isLessThan(500);
                    String inHeader = text.length() > 4_000 ? "" : text.replace('\u0001', '_');
                    for (String header :
                            List.of("Authorization: Bearer ", "Cookie: licensewatch=", "X-CSRF-Token: ", "Origin: ")) {
                        assertThat(client.post("/logout", "a=b", header + inHeader)
                                        .status())
                                .as(header + text)
                                .isLessThan(500);
                    }
                }
            }
        }
    }
}
