package io.licensewatch.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.console.api.ApiFixture.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfApiTest {
    private static final String PATH = "/api/v1/what-if";

    @TempDir
    static Path directory;

    private static ApiFixture console;

    @BeforeAll
    static void start() throws Exception {
        console = new ApiFixture(directory, 90);
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
    }

    @Test
    void sums_and_items_agree_and_pages_are_complete() {
        JsonNode answer = console.get(PATH + "?seatsNearPercent=85&seatsExceededPercent=95&seatsCriticalPercent=110")
                .json();

        Map<String, Integer> kinds = new HashMap<>();
        List<JsonNode> all =
                console.all(PATH + "?seatsNearPercent=85&seatsExceededPercent=95&seatsCriticalPercent=110");
        all.forEach(change -> kinds.merge(change.path("change").asText(), 1, Integer::sum));
        JsonNode seats = byRule(answer, "seat-utilization");
        assertThat(kinds.getOrDefault("OPENS", 0))
                .isEqualTo(seats.path("opens").asInt())
                .isPositive();
        assertThat(kinds.getOrDefault("CHANGES", 0))
                .isEqualTo(seats.path("changes").asInt())
                .isPositive();
        assertThat(answer.at("/then/alerts").asInt() - answer.at("/now/alerts").asInt())
                .isEqualTo(seats.path("opens").asInt() - seats.path("ends").asInt());
        assertThat(answer.at("/rules/inForce/seatsNearPercent").asInt()).isEqualTo(90);
        assertThat(answer.at("/rules/others/seatsNearPercent").asInt()).isEqualTo(85);
        assertThat(answer.at("/rules/others/expiryNotice").asText()).isEqualTo("PT720H");
    }

    private static JsonNode byRule(JsonNode answer, String rule) {
        for (JsonNode sum : answer.path("byRule")) {
            if (sum.path("rule").asText().equals(rule)) {
                return sum;
            }
        }
        throw new AssertionError(rule + " is missing");
    }

    @Test
    void without_other_thresholds_nothing_differs() {
        JsonNode answer = console.get(PATH).json();

        assertThat(answer.path("items")).isEmpty();
        assertThat(answer.path("now")).isEqualTo(answer.path("then"));
    }

    @Test
    void invalid_thresholds_are_a_problem_that_names_each_parameter() {
        Answer answer = console.get(PATH + "?seatsNearPercent=no&expiryNotice=5d&expirySoon=-1d");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText())
                .contains("seatsNearPercent: expected", "expirySoon: expected");
        assertThat(console.get(PATH + "?expiryNotice=5d").json().path("detail").asText())
                .contains("expirySoon");
        assertThat(console.get(PATH + "?seatsNear=5").json().path("detail").asText())
                .contains("seatsNearPercent");
        assertThat(console.get(PATH + "?rule=view-stale").status()).isEqualTo(400);
        assertThat(console.get(PATH + "?expiryNotice=36501d").status()).isEqualTo(400);
        assertThat(console.get(PATH + "?expiryNotice=36500d&onboardingStall=36500d&expiredEscalation=36500d")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_second_evaluation_waits_and_is_then_rejected() throws Exception {
        Answer[] answer = new Answer[1];
        console.turns.take(() -> answer[0] = console.get(PATH));

        assertThat(answer[0].status()).isEqualTo(503);
    }
}
