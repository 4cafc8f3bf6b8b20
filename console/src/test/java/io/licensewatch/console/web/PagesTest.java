package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.feed.Change;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    static final List<String> PAGES = List.of(
            "/",
            "/alerts",
            "/alerts/" + Incident.ALERT,
            "/alerts/" + Incident.ALERT + "/episodes/1",
            "/tenants",
            "/tenants?q=chapel",
            "/tenants/" + Incident.TENANT,
            "/approvals",
            "/commands",
            "/commands/" + Incident.COMMAND,
            "/what-if",
            "/what-if?seatsNearPercent=70&seatsCriticalPercent=130",
            "/system",
            "/audit");
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>${7*7}";

    @TempDir
    Path directory;

    private ConsoleUnderTest console;

    @BeforeEach
    void start() throws SQLException {
        console = new ConsoleUnderTest(directory);
    }

    @AfterEach
    void stop() throws SQLException {
        console.close();
    }

    @Test
    void every_page_is_valid_with_and_without_data() throws Exception {
        for (String path :
                List.of("/", "/alerts", "/tenants", "/approvals", "/commands", "/what-if", "/system", "/audit")) {
            requireSound(path, console.get(path));
        }
        Incident.fill(console.model);
        for (String path : PAGES) {
            requireSound(path, console.get(path));
        }
    }

    /** One heading, labels, unique ids, only local addresses, no inline code. */
    private static void requireSound(String path, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .as(path)
                .isPresent();
        Parser parser = Parser.htmlParser().setTrackErrors(50);
        Document page = parser.parseInput(answer.body(), "");
        assertThat(parser.getErrors()).as("%s: faults of its HTML", path).isEmpty();
        assertThat(page.select("html[lang=en] > head > title").text()).as(path).endsWith("licensewatch");
        assertThat(page.select("h1")).as("%s: headings", path).hasSize(1);
        assertThat(page.select("main, header, nav[aria-label], .skip[href=#main]"))
                .as(path)
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(page.select("style, [style], script:not([src]), iframe, base, link[href^=http]"))
                .as("%s: inline or from elsewhere", path)
                .isEmpty();
        for (Element element : page.getAllElements()) {
            assertThat(element.attributes().asList())
                    .as("%s: %s", path, element.tagName())
                    .extracting(Attribute::getKey)
                    .noneMatch(name -> name.startsWith("on"));
        }
        page.select("[href], [src], [action]")
                .forEach(element -> assertThat(element.attr("href") + element.attr("src") + element.attr("action"))
                        .as("%s: address", path)
                        .matches("(/[^/].*|/|#.+)"));
        assertThat(page.select("[id]").eachAttr("id")).as("%s: ids", path).doesNotHaveDuplicates();
        page.select("input:not([type=hidden]), select")
                .forEach(field -> assertThat(field.closest("label"))
                        .as("%s: label of %s", path, field.attr("name"))
                        .isNotNull());
        page.select("[aria-labelledby]")
                .forEach(element -> assertThat(page.getElementById(element.attr("aria-labelledby")))
                        .as("%s: name of %s", path, element.tagName())
                        .isNotNull());
        page.select("svg")
                .forEach(svg -> assertThat(svg.hasAttr("aria-label") || svg.hasAttr("aria-hidden"))
                        .as("%s: description of a plot", path)
                        .isTrue());
    }

    @Test
    void the_overview_shows_problems_with_time_tenant_and_next_step() throws Exception {
        Incident.fill(console.model);

        Document page = console.page("/");

        Element worst = first(page, "#wrong-now .alert");
        assertThat(worst.select(".severity").text()).isEqualTo("Critical");
        Element seats = first(page, "#alert-" + Incident.ALERT);
        assertThat(seats.text())
                .contains("Harbour Chapel uses 61 of 50 seats", "for 1 h 29 min", "61 users")
                .contains("Upgrade seats ✕ Unsupported", "Next Approve or reject: Deactivate inactive users, 4 rows");
        assertThat(page.select("#health-now").text()).contains("33 of 100", "Not healthy", "Licence expired", "−33.33");
        assertThat(page.select("#health-now .fixes").text()).contains("+16.67");
        assertThat(page.select("#score-curve svg.on-wide").attr("aria-label")).contains("now 33", "highest 92");
        assertThat(page.select("#banner.good").text()).contains("Fresh", "0/1C00028");
        assertThat(page.select("nav .count").text()).contains("2");
        assertThat(page.select("form[action=/logout] input[name=csrf]").attr("value"))
                .isNotEmpty();
    }

    @Test
    void the_score_is_compared_with_the_limit_in_force() throws Exception {
        Incident.fill(console.model);
        ObjectNode rules = (ObjectNode) Fleet.sample("system-health-in-trouble").path("rules");
        console.model.sample(
                "system-health-in-trouble", Map.of("score", 33, "rules", rules.put("healthUnhealthyBelow", 30)));

        Document page = console.page("/");

        assertThat(page.select("#health-now").text()).contains("33 of 100", "Some tenants have alerts");
        assertThat(page.select("#score-curve").text()).contains("Below the dashed line, 30,");
    }

    private static Element first(Document page, String css) {
        return Objects.requireNonNull(page.selectFirst(css), css);
    }

    @Test
    void an_alert_shows_its_reason_and_its_timeline() throws Exception {
        Incident.fill(console.model);

        Document page = console.page("/alerts/" + Incident.ALERT);

        assertThat(page.select("h1").text()).isEqualTo("Harbour Chapel uses 61 of 50 seats (122 %).");
        assertThat(page.select(".answers").text()).contains("2026-03-02 09:15:02 UTC", Incident.NAME, "4 rows");
        assertThat(page.select(".evidence").text()).contains("public.user_roles", "0/1A3C2F8");
        assertThat(page.select(".thresholds li").eachText())
                .containsExactly("Near the limit, above 90 %", "Exceeded, above 100 %", "Critical, above 120 %");
        assertThat(page.select(".timeline li").eachText())
                .hasSizeGreaterThan(5)
                .anyMatch(entry -> entry.contains("Critical, L2"))
                .anyMatch(entry -> entry.contains("Awaiting approval") && entry.contains("9d1c6a0f3be84d27"));
        assertThat(page.select("a[download]").attr("href"))
                .isEqualTo("/alerts/" + Incident.ALERT + "/episodes/1/post-mortem.md");
    }

    @Test
    void a_tenant_is_found_by_a_part_of_its_name() throws Exception {
        Incident.fill(console.model);

        assertThat(console.page("/tenants?q=bour").select("tbody th a").eachText())
                .containsExactly(Incident.NAME);
        assertThat(console.page("/tenants?q=ha").select("tbody th a").eachText())
                .containsExactly(Incident.NAME);
        assertThat(console.page("/tenants?q=nobody").select(".empty").text()).contains("No tenant has “nobody”");

        Document tenant = console.page("/tenants/" + Incident.TENANT);
        assertThat(tenant.text()).contains("surface-giving", "rbac-setup", "events", "0.37 users a day");
        assertThat(tenant.select("svg.cover").size()).isEqualTo(5);
    }

    @Test
    void lists_are_filtered_and_continue_on_the_next_page() throws Exception {
        Incident.fill(console.model);

        assertThat(console.page("/alerts?severity=critical")
                        .select(".alerts > li .severity")
                        .eachText())
                .isNotEmpty()
                .containsOnly("Critical");
        assertThat(console.page("/alerts?rule=rbac-drift").select(".alerts > li"))
                .hasSize(1);
        assertThat(console.page("/alerts?tenant=nobody").select(".empty").text())
                .contains("No open alert matches");
        assertThat(console.get("/alerts?severity=loud").statusCode()).isEqualTo(400);
        assertThat(console.get("/alerts?after=bogus").statusCode()).isEqualTo(400);

        for (int i = 0; i < 120; i++) {
            console.model.sample("operator-action-approve", Map.of("actionId", "a" + i));
        }
        List<String> seen = new ArrayList<>();
        String next = "/audit";
        while (!next.isEmpty()) {
            Document page = console.page(next);
            seen.addAll(page.select("tr[id]").eachAttr("id"));
            next = page.select("a[rel=next]").attr("href");
        }
        assertThat(seen).hasSize(122).doesNotHaveDuplicates();
    }

    @Test
    void names_of_the_source_are_always_escaped() throws Exception {
        Incident.fill(console.model);
        console.model.sample("tenant-status-in-trouble", Map.of("tenantName", HOSTILE));
        console.model.sample(
                "alert-current-seat-utilization",
                Map.of("status", "UPDATED", "summary", HOSTILE, "tenantName", HOSTILE, "stage", HOSTILE));
        console.model.sample("operator-action-reject", Map.of("actionId", "hostile", "reason", HOSTILE, "by", HOSTILE));
        for (String path : PAGES) {
            HttpResponse<String> answer = console.get(path);
            requireSound(path, answer);
            assertThat(answer.body()).as(path).doesNotContain("<script>alert", "<img");
        }
        assertThat(console.page("/tenants/" + Incident.TENANT).select("h1").text())
                .isEqualTo(HOSTILE);
        assertThat(console.page("/audit").text()).contains(HOSTILE);
        assertThat(console.get("/tenants?q=%3Cscript%3E%22").body()).doesNotContain("<script>\"");
    }

    @Test
    void stale_data_is_shown_with_its_age() throws Exception {
        Incident.fill(console.model);

        console.status = new FeedStatus(FeedStatus.Phase.BUILDING, 80, 120, 40, Incident.NOW, null);
        assertThat(console.page("/").select("#banner.waits").text()).contains("Building, 40 of 120", "incomplete");
        assertThat(console.page("/alerts?rule=feed-stalled").text()).doesNotContain("✓");
        console.status = new FeedStatus(FeedStatus.Phase.WAITING, 0, 0, 0, null, "no broker");
        assertThat(console.page("/alerts").select("#banner.bad").text()).contains("Waiting for the topics (no broker)");
        console.status = ConsoleUnderTest.live(Incident.NOW.minusSeconds(300));
        assertThat(console.page("/").select("#banner.bad").text()).contains("Not up to date with Kafka for 5 min");
        console.status = ConsoleUnderTest.live(Incident.NOW);
        Incident.frontier(console.model, Incident.NOW.minus(Duration.ofMinutes(12)));
        assertThat(console.page("/").select("#banner.bad").text()).contains("stalled", "12 min", "2026-03-02 10:33:00");
        Incident.frontier(console.model, Incident.NOW);
        assertThat(console.page("/").select("#banner.good")).hasSize(1);
        Incident.frontier(console.model, Incident.NOW.plus(Duration.ofMinutes(12)));
        assertThat(console.page("/").select("#banner.bad").text())
                .as("cdc runs, and stream-app does not")
                .contains("Detection has made no progress for 13 min");
        console.status = new FeedStatus(FeedStatus.Phase.LIVE, 40, 120, 120, Incident.NOW, null);
        assertThat(console.page("/").select("#banner.bad").text())
                .as("under traffic there are always some records to read")
                .contains("Detection has made no progress for 13 min");
        console.status = ConsoleUnderTest.live(Incident.NOW);
        Incident.frontier(console.model, Incident.NOW);
        Incident.stalled(console.model);
        assertThat(console.page("/").select("#banner.bad").text())
                .as("as stream-app reports")
                .contains("stalled");
    }

    @Test
    void a_snapshot_shows_its_progress_and_that_the_data_is_older() throws Exception {
        console.status = ConsoleUnderTest.live(Incident.NOW);
        Incident.snapshot(console.model, Incident.NOW, 630, false);
        assertThat(banner("waits"))
                .isEqualTo("‖ Incomplete. Reading the source: 63 % (630 of about 1,000 rows), about 2 min left.");
        Incident.snapshot(console.model, Incident.NOW, 1_630, false);
        assertThat(banner("waits")).contains("99 % (1,630 of about 1,000 rows)");
        Incident.snapshot(console.model, Incident.NOW.minus(Duration.ofMinutes(5)), 630, false);
        assertThat(banner("bad")).contains("Reading the source has made no progress for 5 min: 63 %");

        Incident.fill(console.model);
        Incident.snapshot(console.model, Incident.NOW, 630, false);
        assertThat(banner("waits")).contains("Reading the source: 63 %", "The shown data is older.");
        Incident.snapshot(console.model, Incident.NOW, 1_000, true);
        assertThat(console.page("/").select("#banner.good")).hasSize(1);
    }

    /** Rows arrive, and stream-app has detected that the snapshot starts again and again. */
    @Test
    void a_snapshot_without_progress_is_bad_even_while_it_reports() throws Exception {
        console.status = ConsoleUnderTest.live(Incident.NOW);
        Incident.snapshot(console.model, Incident.NOW, 630, false);
        Incident.stalled(console.model);
        assertThat(banner("bad")).contains("Reading the source makes no progress (feed-stalled): 63 %");
    }

    @Test
    void the_first_evaluation_shows_the_number_of_evaluated_tenants() throws Exception {
        console.status = ConsoleUnderTest.live(Incident.NOW);
        Incident.frontier(console.model, Incident.NOW);
        assertThat(banner("waits")).contains("Detection has not yet reported anything.");
        Incident.snapshot(console.model, Incident.NOW.minus(Duration.ofMinutes(5)), 1_000, true);
        assertThat(banner("waits")).contains("First evaluation: 0 % (0 of about 4 tenants).");
        console.model.samples("tenant-status-in-trouble");
        assertThat(banner("waits")).contains("First evaluation: 25 % (1 of about 4 tenants).");
    }

    private String banner(String tone) throws Exception {
        return console.page("/").select("#banner." + tone).text();
    }

    @Test
    void a_plan_is_approved_or_rejected_with_a_valid_form() throws Exception {
        Incident.fill(console.model);
        Document page = console.page("/approvals");
        Element card = first(page, "#approval-" + Incident.COMMAND);
        assertThat(card.text()).contains("Frees at most 11 seats", "4 rows of at most 50", "limit = 50", "00000093");
        String csrf = card.select("form input[name=csrf]").attr("value");
        String approve = card.select("form[action$=approve]").attr("action");

        assertThat(console.post(approve, "plan=9d1c6a0f3be84d27").statusCode())
                .as("no token")
                .isEqualTo(403);
        HttpResponse<String> other = console.post(approve, "plan=other&csrf=" + csrf);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("9d1c6a0f3be84d27 now, not other");
        assertThat(console.written).isEmpty();

        HttpResponse<String> answer = console.post(approve, "plan=9d1c6a0f3be84d27&csrf=" + csrf);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(console.written).singleElement().satisfies(action -> {
            assertThat(action.kind()).isEqualTo(ActionKind.APPROVE);
            assertThat(action.commandId()).isEqualTo(Incident.COMMAND);
            assertThat(action.planHash()).isEqualTo("9d1c6a0f3be84d27");
            assertThat(action.by()).isEqualTo(System.getProperty("user.name"));
        });
        String reject = approve.replace("/approve", "/reject");
        assertThat(console.post(reject, "csrf=" + csrf).statusCode())
                .as("no reason")
                .isEqualTo(400);
        assertThat(console.post(reject, "reason=not+now&csrf=" + csrf).statusCode())
                .isEqualTo(303);
        assertThat(console.written).last().extracting(OperatorAction::reason).isEqualTo("not now");
        assertThat(console.post("/commands/none/approve", "plan=x&csrf=" + csrf).statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_error_is_an_html_page() throws Exception {
        Incident.fill(console.model);
        for (String path : List.of(
                "/nowhere",
                "/tenants/nobody",
                "/alerts/none",
                "/commands/none",
                "/alerts/" + Incident.ALERT + "/episodes/99999",
                "/alerts/" + Incident.ALERT + "/episodes/x")) {
            HttpResponse<String> answer = console.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("There is nothing here", "Find a tenant");
        }
        assertThat(console.get("/alerts?sort=x").body()).contains("'sort' is one of", "WEIGHT");
        console.model.close();
        HttpResponse<String> failed = console.get("/");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("This page failed").doesNotContain("Exception", "SQL");
    }

    @Test
    void open_pages_are_notified_of_changes() throws Exception {
        HttpResponse<InputStream> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(console.address() + "/live"))
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(events.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        console.changes.accept(List.of(new Change(Change.Kind.ALERT, Incident.TENANT, Incident.ALERT)));

        byte[] heard = new byte["event: changed\ndata: now".length()];
        assertThat(events.body().readNBytes(heard, 0, heard.length)).isEqualTo(heard.length);
        assertThat(new String(heard, StandardCharsets.UTF_8)).isEqualTo("event: changed\ndata: now");
        events.body().close();
    }

    @Test
    void closed_pages_are_removed_and_others_are_still_notified() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Socket gone = new Socket(
                    InetAddress.getLoopbackAddress(),
                    URI.create(console.address()).getPort())) {
                gone.setSoLinger(true, 0);
                gone.getOutputStream()
                        .write("GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
                await().until(() -> console.open() > 0);
            }
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            console.changes.accept(List.of(new Change(Change.Kind.ALERT, Incident.TENANT, Incident.ALERT)));
            return console.open() == 0;
        });
        open_pages_are_notified_of_changes();
    }
}
