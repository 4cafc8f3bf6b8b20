package io.licensewatch.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.console.api.ApiFixture.Answer;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseCallsTest {
    private static final String PATH = "/api/v1/pauses";

    @TempDir
    Path directory;

    private ApiFixture console;

    @BeforeEach
    void start() throws Exception {
        console = new ApiFixture(directory, 5);
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
    }

    private Answer post(String path, String body) {
        return console.send("POST", path, body, "Content-Type", "application/json");
    }

    @Test
    void pauses_are_known_while_the_worker_reports_them() throws Exception {
        JsonNode never = console.get(PATH).json();
        assertThat(never.path("known").asBoolean(true)).isFalse();
        assertThat(never.path("reported").isNull()).isTrue();

        console.model.sample(
                "pauses-some", Map.of("at", ApiFixture.NOW.minusSeconds(70).toString()));
        JsonNode known = console.get(PATH).json();
        assertThat(known.path("known").asBoolean()).isTrue();
        assertThat(known.at("/reported/pauses")).hasSize(2);
        assertThat(known.at("/reported/worker/version").asText()).isEqualTo("0.1.0");

        console.model.sample(
                "pauses-some", Map.of("at", ApiFixture.NOW.minusSeconds(190).toString()));
        assertThat(console.get(PATH).json().path("known").asBoolean(true)).isFalse();
    }

    @Test
    void a_pause_and_a_resume_are_written_as_actions() {
        Answer all = post(PATH, "{\"reason\": \"restore\"}");
        assertThat(all.status()).isEqualTo(202);
        assertThat(all.json().path("actionId").asText())
                .isEqualTo(console.written.get(0).actionId());
        assertThat(post(PATH + "/resume", "{\"type\": \"REFRESH_VIEWS\", \"tenantId\": \"" + Fleet.id(3) + "\"}")
                        .status())
                .isEqualTo(202);

        assertThat(console.written)
                .satisfiesExactly(
                        pause -> {
                            assertThat(pause.kind()).isEqualTo(ActionKind.PAUSE);
                            assertThat(pause.tenantId()).isEqualTo(AlertEvent.SYSTEM_TENANT);
                            assertThat(pause.commandType()).isNull();
                            assertThat(pause.reason()).isEqualTo("restore");
                        },
                        resume -> {
                            assertThat(resume.kind()).isEqualTo(ActionKind.RESUME);
                            assertThat(resume.tenantId()).isEqualTo(Fleet.id(3));
                            assertThat(resume.commandType()).isEqualTo(CommandType.REFRESH_VIEWS);
                        });
    }

    @Test
    void a_resume_needs_no_row_of_its_tenant() {
        assertThat(post(PATH + "/resume", "{\"tenantId\": \"nobody\"}").status())
                .isEqualTo(202);
        assertThat(console.written).extracting(OperatorAction::tenantId).containsExactly("nobody");
    }

    @Test
    void a_missing_tenant_may_exist_while_the_read_model_is_built() {
        console.feed = new FeedStatus(FeedStatus.Phase.BUILDING, 70, 100, 30, ApiFixture.NOW, null);

        Answer answer = post(PATH, "{\"reason\": \"x\", \"tenantId\": \"nobody\"}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("detail").asText()).contains("still being built");
        assertThat(console.written).isEmpty();
    }

    @Test
    void an_invalid_pause_is_rejected_and_not_written() {
        assertThat(post(PATH, "{}").json().path("detail").asText()).contains("a pause needs a reason");
        assertThat(post(PATH, "{\"reason\": \"x\", \"tenantId\": \"nobody\"}").status())
                .isEqualTo(404);
        assertThat(post(PATH, "{\"reason\": \"x\", \"type\": \"ALL\"}")
                        .json()
                        .path("detail")
                        .asText())
                .contains("type is one of", "EXTEND_LICENSE");
        assertThat(post(PATH, "{\"reason\": \"x\", \"tenant\": \"1\"}").status())
                .isEqualTo(400);
        assertThat(post(PATH + "?reason=x", "{\"reason\": \"x\"}").status()).isEqualTo(400);
        assertThat(console.written).isEmpty();
    }
}
