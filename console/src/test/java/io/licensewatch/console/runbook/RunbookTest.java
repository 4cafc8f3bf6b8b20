package io.licensewatch.console.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.console.api.ApiFixture;
import io.licensewatch.console.api.ApiFixture.Answer;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookTest {
    private static final String JSON = "application/json";

    @TempDir
    static Path directory;

    private static ApiFixture console;

    @BeforeAll
    static void start() throws Exception {
        console = new ApiFixture(directory, 60);
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
    }

    /** The lines of a runbook; HOST and TENANT are replaced. */
    static Stream<String> lines() {
        String get = "curl -X GET HOST/api/admin/%s -H \"Authorization: Bearer YOUR_TOKEN\"";
        String post = "curl -X POST HOST/api/admin/%s -H \"Authorization: Bearer YOUR_TOKEN\"";
        String json = post + " -H \"Content-Type: application/json\" -d '%s'";
        return Stream.of(
                get.formatted("monitoring/license-health"),
                get.formatted("monitoring/license-health") + " | jq '.license_utilization'",
                get.formatted("monitoring/license-health") + " | jq '.health_score'",
                json.formatted("validate-licenses", "{\"tenant_id\": \"TENANT\"}"),
                get.formatted("validate-licenses") + " | jq '.summary'",
                post.formatted("refresh-views"),
                get.formatted("refresh-views") + " | jq '.latest'",
                json.formatted("refresh-views", "{\"force\": true}"),
                post.formatted("cache/clear"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void each_curl_line_of_a_runbook_is_answered(String line) throws Exception {
        assumeThat(isThere("curl") && isThere("jq"))
                .as("curl and jq are not both installed: the runbook's lines were skipped")
                .isTrue();
        String command = line.replace("HOST", console.server.address())
                .replace("TENANT", Fleet.id(3))
                .replace("curl -X", "curl --silent --show-error --fail-with-body -X");
        Path out = Files.createTempFile(directory, "curl", ".out");
        Process shell = new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String answer = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(shell.exitValue()).as(answer).isZero();
        JsonNode value = Json.MAPPER.readTree(answer);
        assertThat(value.isNull() || value.isMissingNode()).as(answer).isFalse();
        assertThat(value.isContainerNode() && value.isEmpty()).as(answer).isFalse();
    }

    private static boolean isThere(String program) throws Exception {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void health_counts_the_fleet() {
        JsonNode health = console.get("/api/admin/monitoring/license-health").json();

        assertThat(health.path("health_score").asInt()).isEqualTo(33);
        JsonNode seats = health.path("license_utilization").path("summary");
        assertThat(seats.path("total_tenants").asInt())
                .as("58 of the fleet, 1 sample")
                .isEqualTo(59);
        assertThat(seats.path("near_limit").asInt()).isEqualTo(9);
        assertThat(seats.path("over_limit").asInt()).isEqualTo(21);
        assertThat(seats.path("healthy").asInt()).isEqualTo(29);
        assertThat(health.path("license_utilization").path("tenants")).hasSize(59);
        assertThat(health.path("anomalies").path("items")).hasSize(21);
        assertThat(health.path("validation").path("tenants_with_issues").asInt())
                .isEqualTo(20);
        assertThat(health.path("validation").path("total_issues").asInt()).isEqualTo(20);
        assertThat(health.path("validation").path("critical_issues").asInt()).isEqualTo(10);
        assertThat(health.path("onboarding").path("stalled").asInt()).isEqualTo(1);
        assertThat(health.path("feature_adoption")).isNotEmpty().allSatisfy(feature -> {
            assertThat(feature.path("tenants").asInt()).isBetween(1, 60);
            assertThat(feature.path("share").asDouble()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void the_tally_follows_each_change_and_ends_with_the_tenant(@TempDir Path other) throws Exception {
        try (ApiFixture alone = new ApiFixture(other, 1)) {
            String sample = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01";
            String events = "00000402-0000-4000-8000-000000000402";
            int before = tenantsWith(events, alone);
            alone.model.samples("tenant-status-in-trouble", "tenant-status-in-trouble");
            assertThat(tenantsWith(events, alone)).isEqualTo(before);

            alone.model.sample("tenant-status-in-trouble", Map.of("inScope", false));
            assertThat(tenantsWith(events, alone)).isEqualTo(before - 1);

            alone.model.samples("tenant-status-in-trouble");
            alone.model.take("licensing.tenants.v1", sample, null);
            assertThat(tenantsWith(events, alone)).isEqualTo(before - 1);
        }
    }

    private static int tenantsWith(String feature, ApiFixture from) {
        for (JsonNode one :
                from.get("/api/admin/monitoring/license-health").json().path("feature_adoption")) {
            if (one.path("feature_id").asText().equals(feature)) {
                return one.path("tenants").asInt();
            }
        }
        return 0;
    }

    @Test
    void a_validation_reports_the_requested_tenant() {
        Answer answer = console.send(
                "POST",
                "/api/admin/validate-licenses",
                "{\"tenant_id\": \"4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01\"}",
                "Content-Type",
                JSON);

        assertThat(answer.json().path("success").asBoolean()).isTrue();
        assertThat(answer.json().path("reports")).hasSize(1);
        assertThat(answer.json().path("reports").path(0).path("mismatches")).hasSize(2);
        assertThat(console.get("/api/admin/validate-licenses").json().path("reports"))
                .hasSize(20);
    }

    @Test
    void a_refresh_is_requested_once_and_names_its_command() {
        int before = console.written.size();
        Answer answer = console.send("POST", "/api/admin/refresh-views", "{\"force\": true}", "Content-Type", JSON);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(console.written).hasSize(before + 1);
        OperatorAction.Request request =
                Objects.requireNonNull(console.written.get(before).request());
        assertThat(request.type()).isEqualTo(CommandType.REFRESH_VIEWS);
        assertThat(request.target()).isEqualTo("views");
        assertThat(request.parameters()).isEqualTo(Map.of("force", true));
        assertThat(console.written.get(before).tenantId()).isEqualTo("_system");
        assertThat(console.get("/api/v1/commands/"
                                + answer.json().path("commandId").asText())
                        .status())
                .isEqualTo(200);
        assertThat(answer.json().path("outcome").isNull())
                .as("nobody waits for it")
                .isTrue();
        Answer waited = console.send("POST", "/api/admin/refresh-views?wait=5", null);
        assertThat(waited.json().path("outcome").path("situation").path("state").asText())
                .isEqualTo("NO_CHANGE");
    }

    @Test
    void a_request_without_a_command_yet_has_a_url_for_it() {
        console.answering = false;
        try {
            Answer answer = console.send("POST", "/api/admin/cache/clear", null);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().path("commandId").isNull()).isTrue();
            assertThat(console.get(answer.json().path("ask").asText()).status()).isEqualTo(200);
        } finally {
            console.answering = true;
        }
    }

    @Test
    void views_are_shown_with_their_known_state() {
        JsonNode all = console.get("/api/admin/refresh-views").json();

        assertThat(all.path("latest")).isNotEmpty();
        assertThat(all.path("staleViews").path(0).asText()).isEqualTo("tenant_effective_access");
        JsonNode one = console.get("/api/admin/refresh-views?view=tenant_effective_access&limit=1")
                .json();
        assertThat(one.path("view").asText()).isEqualTo("tenant_effective_access");
        assertThat(one.path("history")).hasSize(1);
        assertThat(one.path("count").asInt()).isPositive();
    }
}
