package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfPageTest {
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
    void the_form_has_the_rules_in_force_and_nothing_is_evaluated_yet() throws Exception {
        Incident.fill(console.model);

        Document page = console.page("/what-if");

        assertThat(page.select("input[name=seatsNearPercent]").attr("value")).isEqualTo("90");
        assertThat(page.select("input[name=expiryNotice]").attr("value")).isEqualTo("30d");
        assertThat(page.select("input[name=onboardingStall]").attr("value")).isEqualTo("2d");
        assertThat(page.select("form.what-if input")).hasSize(12);
        assertThat(page.select("#seatsNearPercent-hint").text()).isEqualTo("in force: 90 %");
        assertThat(page.select("#results")).isEmpty();
        assertThat(page.select("nav a[aria-current=page]").text()).isEqualTo("What if");
    }

    @Test
    void other_thresholds_show_which_tenants_would_alert() throws Exception {
        Incident.fill(console.model);

        Document page = console.page("/what-if?seatsNearPercent=70&seatsCriticalPercent=130&expiryNotice=10d");

        assertThat(page.select("#outcome").text()).isEqualTo("Differences");
        assertThat(page.select(".tiles").text()).contains("Alerts of tenants 4 → 5", "Page somebody 2 → 1");
        assertThat(page.select("#results tbody tr").eachText())
                .contains("Seats 1 3 2 0 1 0", "Licence expiring 1 0 0 1 0 0", "Onboarding stalled 0 0 0 0 0 0");
        assertThat(page.select("[aria-labelledby=who] tbody tr").eachText())
                .containsExactly(
                        "Hope Valley " + id(page, 0) + " Seats no alert Warning Near limit, L1",
                        "New Dawn Assembly " + id(page, 1) + " Seats no alert Warning Near limit, L1",
                        Incident.NAME + " " + Incident.TENANT + " Seats Critical Critical, L2 Warning Exceeded, L1",
                        Incident.NAME + " " + Incident.TENANT + " Licence expiring Info Notice, L1 no alert");
        assertThat(page.select("pre.settings").text())
                .contains("licensewatch.rules.seats-near-percent=70", "licensewatch.rules.expiry-notice=10d")
                .doesNotContain("expiry-soon");
        assertThat(page.select("[data-live-from]").attr("data-live-from"))
                .as("what is live of it costs no evaluation")
                .isEqualTo("/what-if");
    }

    private static String id(Document page, int row) {
        return page.select("[aria-labelledby=who] tbody tr")
                .get(row)
                .select(".id")
                .text();
    }

    @Test
    void changes_that_page_somebody_come_first() throws Exception {
        Incident.fill(console.model);

        Document page = console.page("/what-if?seatsNearPercent=20&seatsExceededPercent=30&seatsCriticalPercent=75");

        assertThat(page.select("[aria-labelledby=who] tbody tr").eachText().get(0))
                .contains("New Dawn Assembly", "Critical, L2", "Pages somebody");
    }

    @Test
    void changes_are_listed_by_rule_and_kind_page_by_page() throws Exception {
        Incident.fill(console.model);
        for (int i = 0; i < 70; i++) {
            console.model.sample(
                    "tenant-status-healthy",
                    Map.of(
                            "tenantId",
                            "many-" + i,
                            "seats",
                            Map.of("used", 80, "limit", 100, "percent", 80, "stage", "NORMAL")));
        }
        String evaluated = "/what-if?seatsNearPercent=79&expiryNotice=10d";
        assertThat(console.page(evaluated + "&rule=license-expiring").select("[aria-labelledby=who] tbody tr"))
                .hasSize(1);
        assertThat(console.page(evaluated + "&change=ENDS")
                        .select("[aria-labelledby=who]")
                        .text())
                .contains("Only those that would end", "Licence expiring");

        List<String> seen = new ArrayList<>();
        String next = evaluated + "&change=OPENS";
        while (!next.isEmpty()) {
            Document page = console.page(next);
            seen.addAll(page.select("[aria-labelledby=who] tbody .id").eachText());
            next = page.select("a[rel=next]").attr("href");
        }

        assertThat(seen).hasSize(71).doesNotHaveDuplicates();
        assertThat(console.get(evaluated + "&after=bogus").statusCode()).isEqualTo(400);
        assertThat(console.get(evaluated + "&rule=system-health").statusCode()).isEqualTo(400);
    }

    @Test
    void an_invalid_value_is_shown_at_its_field_and_nothing_is_evaluated() throws Exception {
        Incident.fill(console.model);

        HttpResponse<String> answer =
                console.get("/what-if?seatsNearPercent=1001&expirySoon=a+week&driftSeniorAbove=7");

        assertThat(answer.statusCode()).isEqualTo(422);
        Document page = Jsoup.parse(answer.body());
        assertThat(page.select("[role=alert]").text()).contains("Nothing was evaluated: 2 values are not valid; the");
        assertThat(page.select("input[name=seatsNearPercent]").attr("aria-invalid"))
                .isEqualTo("true");
        assertThat(page.select("#seatsNearPercent-hint").text())
                .contains("a whole number from 1 to 1000", "in force: 90 %");
        assertThat(page.select("input[name=expirySoon]").attr("value")).isEqualTo("a week");
        assertThat(page.select("#expirySoon-hint").text()).contains("a duration such as 250ms");
        assertThat(page.select("input[name=driftSeniorAbove]").attr("value")).isEqualTo("7");
        assertThat(page.select("input[name=driftSeniorAbove]").hasAttr("aria-invalid"))
                .isFalse();
        assertThat(page.select("#results")).isEmpty();
    }

    @Test
    void thresholds_in_the_wrong_order_are_shown_at_their_fields() throws Exception {
        Incident.fill(console.model);

        Document page = Jsoup.parse(console.get("/what-if?seatsNearPercent=100&healthFailingBelow=51")
                .body());

        assertThat(page.select("#seatsNearPercent-hint").text()).contains("less than “Exceeded, above”, which is 100");
        assertThat(page.select("#healthFailingBelow-hint").text())
                .contains("at most “Not healthy, below”, which is 50");
        assertThat(console.get("/what-if?healthFailingBelow=50").statusCode()).isEqualTo(200);
    }

    @Test
    void unknown_results_are_shown_as_unknown() throws Exception {
        assertThat(console.page("/what-if?seatsNearPercent=70").select(".empty").text())
                .contains("The rules in force are not known yet");
        Incident.fill(console.model);
        console.model.sample("tenant-status-in-trouble", Map.of("featuresLeftOut", 3));

        Document page = console.page("/what-if?expiryNotice=10d");

        assertThat(page.select("#results .notice").text()).contains("Unknown for 1 tenant");
        assertThat(page.select("#results tbody tr").eachText())
                .contains("Licence expiring 0 0 0 0 0 1", "Licence expired 0 0 0 0 0 1");
        assertThat(page.select("[aria-labelledby=who] .empty").text()).contains("No tenant would have another alert");

        console.status = ConsoleUnderTest.live(Incident.NOW.minusSeconds(300));
        assertThat(console.page("/what-if?expiryNotice=10d")
                        .select("#results .notice")
                        .text())
                .contains("The console's data is not current");
        console.model.sample("system-health-in-trouble", Collections.singletonMap("rules", null));
        assertThat(console.page("/what-if").select(".empty").text()).contains("an earlier release does not");
    }

    @Test
    void open_alerts_that_differ_from_the_rules_in_force_are_counted() throws Exception {
        Incident.fill(console.model);
        console.model.sample(
                "tenant-status-healthy",
                Map.of(
                        "tenantId",
                        "waits",
                        "openAlerts",
                        List.of(),
                        "seats",
                        Map.of("used", 95, "limit", 100, "percent", 95, "stage", "NEAR_LIMIT")));

        assertThat(console.page("/what-if?seatsNearPercent=90")
                        .select("#results")
                        .text())
                .contains("No differences")
                .containsPattern("Of [0-9]+ tenants? the open alerts differ from the rules in force");
    }

    @Test
    void evaluations_run_one_at_a_time_and_a_long_wait_is_rejected() throws Exception {
        Incident.fill(console.model);
        List<HttpResponse<String>> answers = new ArrayList<>();

        console.turns.take(() -> {
            answers.add(console.get("/what-if?seatsNearPercent=70"));
            answers.add(console.get("/what-if"));
        });

        assertThat(answers.get(0).statusCode()).isEqualTo(503);
        assertThat(answers.get(0).headers().firstValue("Retry-After")).contains("5");
        assertThat(answers.get(0).body()).contains("another evaluation is running");
        assertThat(answers.get(1).statusCode()).as("the form costs nothing").isEqualTo(200);
        assertThat(console.get("/what-if?seatsNearPercent=70").statusCode()).isEqualTo(200);
    }
}
