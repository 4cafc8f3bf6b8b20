package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.api.Problems;
import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.http.Site;
import io.licensewatch.schemas.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.ConnectionException;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of pages. */
class PageDetailsTest {
    private static final String CODE = "(?s).*\\b[A-Z]{2,}_[A-Z_]+\\b.*";

    @TempDir
    Path directory;

    private ConsoleUnderTest console;

    @BeforeEach
    void start() throws SQLException {
        console = new ConsoleUnderTest(directory);
        Incident.fill(console.model);
    }

    @AfterEach
    void stop() throws SQLException {
        console.close();
    }

    @Test
    void no_page_shows_a_code_instead_of_its_description() throws Exception {
        for (String path : PagesTest.PAGES) {
            Document page = console.page(path);
            page.select("code, option, details, a[href*=command_]").remove();
            assertThat(page.text()).as(path).doesNotMatch(CODE);
        }
        assertThat(console.page("/alerts/" + Incident.ALERT).select(".timeline").text())
                .contains("the worker has no webhook for it");
        assertThat(console.page("/commands?state=HELD").text()).contains("It is paused");
    }

    @Test
    void the_curve_of_the_score_goes_back_a_day_a_week_or_a_month() throws Exception {
        assertThat(console.page("/").select("#score-curve [aria-current=true]").text())
                .isEqualTo("24 hours");
        assertThat(console.page("/")
                        .select("#score-curve svg.on-wide text[data-at]")
                        .eachText())
                .hasSize(4)
                .allMatch(text -> text.matches("\\d\\d:\\d\\d"));
        Document month = console.page("/?score=MONTH");
        assertThat(month.select("#score-curve").text())
                .contains("Score, last 30 days", "The lowest score of each 1 h 27 min");
        assertThat(month.select("#score-curve svg.on-wide").attr("aria-label")).contains("last 30 days");
        assertThat(month.select("#score-curve svg.on-wide text[data-at]").eachText())
                .contains("31 Jan")
                .allMatch(text -> text.matches("\\d+ [A-Z][a-z]{2}"));
        assertThat(console.get("/?score=year").statusCode()).isEqualTo(400);
    }

    @Test
    void features_that_a_role_lacks_have_their_names() throws Exception {
        console.model.sample(
                "tenant-status-in-trouble",
                Map.of(
                        "features",
                        List.of(Json.MAPPER.readTree(
                                "{\"featureId\": \"f-giving\", \"featureCode\": \"giving\", \"licensed\": false, \"reason\": \"LAPSED\","
                                        + " \"coveredUntil\": null, \"resumesAt\": null, \"stage\": \"EXPIRED\"}")),
                        "drift",
                        Json.MAPPER.readTree(
                                "{\"items\": [{\"roleId\": \"r\", \"resource\": \"surface-giving\", \"mode\": \"ALL_OF\","
                                        + " \"missingFeatures\": [\"f-giving\", \"f-unknown\"], \"missingFeaturesLeftOut\": 0,"
                                        + " \"affectedUsers\": 3}], \"itemsLeftOut\": 0, \"effectiveItems\": 1, \"latentItems\": 0,"
                                        + " \"affectedUsers\": 3}")));

        String drift = console.page("/tenants/" + Incident.TENANT)
                .select("[aria-label=Access without licence] tbody")
                .text();

        assertThat(drift).contains("all of giving f-unknown").doesNotContain("f-giving");
    }

    @Test
    void commands_that_had_no_effect_are_listed() throws Exception {
        assertThat(console.page("/commands?effect=INEFFECTIVE").select("tbody tr"))
                .isEmpty();
        console.model.samples("remediation-result-applied", "verdict-ineffective");

        Document page = console.page("/commands?effect=INEFFECTIVE");

        assertThat(page.select("tbody tr").eachText())
                .singleElement()
                .asString()
                .contains("Ineffective", "The alert was still open");
        assertThat(page.select(".tabs [aria-current=true]").text()).isEqualTo("Ineffective");
    }

    @Test
    void a_refusal_on_a_page_has_no_hint_for_a_terminal() throws Exception {
        Document approvals = console.page("/approvals");
        String csrf = approvals
                .select("#approval-" + Incident.COMMAND + " form.reject input[name=csrf]")
                .attr("value");

        HttpResponse<String> other =
                console.post("/commands/" + Incident.COMMAND + "/approve", "plan=other&csrf=" + csrf);
        assertThat(other.body()).contains("now, not other").doesNotContain("licensewatch command");
        console.model.samples("remediation-result-applied");
        HttpResponse<String> late = console.post("/commands/" + Incident.COMMAND + "/reject", "reason=x&csrf=" + csrf);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Only a waiting command").doesNotContain("--waiting");
    }

    @Test
    void the_banner_uses_the_silence_that_stream_app_publishes() throws Exception {
        Incident.frontier(console.model, Incident.NOW.minus(Duration.ofSeconds(90)));
        assertThat(console.page("/").select("#banner.bad").text()).contains("The feed has stalled");

        var rules = Json.MAPPER.valueToTree(Map.of());
        try (var in = PageDetailsTest.class.getResourceAsStream(
                "/io/licensewatch/schemas/samples/system-health-in-trouble.json")) {
            rules = Json.MAPPER.readTree(in).at("/value/rules");
        }
        assertThat(rules.path("feedSilence").isMissingNode()).isFalse();
        ((ObjectNode) rules).put("feedSilence", "PT5M");
        console.model.sample("system-health-in-trouble", Map.of("rules", rules));

        assertThat(console.page("/").select("#banner.good")).hasSize(1);
    }

    /** Also if the failure is not in the page itself. */
    @Test
    void a_busy_console_has_an_error_page() throws Exception {
        Site failing = routes -> {
            routes.get(
                    "/failing",
                    request -> {
                        throw new ConnectionException(new SQLException("all readers are busy"));
                    },
                    Role.VIEW);
        };
        Site pages = new ErrorPages(new Templates(), Clock.systemUTC());
        try (ConsoleServer server =
                ConsoleServer.start("127.0.0.1", 0, new Access(), List.of(failing, new Problems(), pages))) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.address() + "/failing"))
                                    .header("Accept", "text/html")
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("too many requests at once", "in some seconds");
        }
    }
}
