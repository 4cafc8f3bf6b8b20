package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.licensewatch.control.ActionWriter;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausePagesTest {
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

    private static Map<String, Object> pause(
            @Nullable String tenant, @Nullable CommandType type, @Nullable String actionId) {
        Map<String, Object> pause = new HashMap<>();
        pause.put("tenantId", tenant);
        pause.put("type", type);
        pause.put("by", "maria");
        pause.put("reason", "restore of Friday");
        pause.put("since", Incident.NOW.minusSeconds(600).toString());
        pause.put("actionId", actionId);
        return pause;
    }

    private void reported(Instant at, List<Map<String, Object>> pauses) throws SQLException {
        console.model.sample("pauses-none", Map.of("pauses", pauses, "at", at.toString()));
    }

    private String csrf() throws Exception {
        return console.page("/system").select("#pause input[name=csrf]").attr("value");
    }

    /** As the topic gives out what was written. */
    private void readBack() throws SQLException {
        for (OperatorAction action : console.written) {
            console.model.take(
                    Topics.ACTIONS,
                    action.tenantId(),
                    new String(ActionWriter.record(action).value(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void nothing_is_paused_only_when_the_worker_has_just_said_so() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of());
        assertThat(console.page("/system").text()).contains("✓ Nothing is paused", "worker-1", "20 s ago");
        assertThat(console.page("/").select("#paused-now").text()).isEmpty();

        reported(Incident.NOW.minusSeconds(240), List.of());
        assertThat(console.page("/system").text())
                .contains("Not known now", "reported nothing since", "4 min ago", "licensewatch worker status")
                .doesNotContain("Nothing is paused");
        assertThat(console.page("/").select("#paused-now").text())
                .contains("Whether commands are paused is not known", "4 min");
    }

    @Test
    void that_no_worker_has_reported_is_said_too() throws Exception {
        try (ConsoleUnderTest empty = new ConsoleUnderTest(directory.resolve("empty"))) {
            assertThat(empty.page("/system").text())
                    .contains("Not known now: no worker has reported what is paused")
                    .doesNotContain("Nothing is paused");
        }
    }

    @Test
    void what_is_paused_says_since_when_by_whom_and_why_and_how_it_ends() throws Exception {
        reported(
                Incident.NOW.minusSeconds(20),
                List.of(pause(null, null, null), pause(Incident.TENANT, CommandType.EXTEND_LICENSE, "a-1")));

        Document page = console.page("/system");

        List<String> rows = page.select("[aria-label=Pauses] tbody tr").eachText();
        assertThat(rows.get(0))
                .contains("All commands", "2026-03-02 10:35:00 UTC", "10 min ago", "maria", "restore of Friday")
                .contains("Made in the database, and ends there alone");
        assertThat(rows.get(1)).contains("Commands of the type Extend license of " + Incident.NAME, "Resume");
        assertThat(page.select("form[action=/pauses/resume]")).hasSize(1);
        assertThat(console.page("/").select("#paused-now").text())
                .contains("All commands are paused", "by maria", "restore of Friday", "What is paused");
    }

    @Test
    void a_pause_is_written_with_its_reason_and_holds_when_the_worker_confirms_it() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of());
        String csrf = csrf();
        assertThat(console.post("/pauses", "reason=x").statusCode())
                .as("no token")
                .isEqualTo(403);
        assertThat(console.post("/pauses", "csrf=" + csrf).statusCode())
                .as("no reason")
                .isEqualTo(400);
        assertThat(console.post("/pauses", "reason=x&tenant=nobody&csrf=" + csrf)
                        .statusCode())
                .as("no such tenant")
                .isEqualTo(400);
        assertThat(console.post("/pauses", "reason=x&type=ALL&csrf=" + csrf).statusCode())
                .as("no such type")
                .isEqualTo(400);
        assertThat(console.written).isEmpty();

        assertThat(console.post("/pauses", "reason=restore&tenant=&type=&csrf=" + csrf)
                        .statusCode())
                .isEqualTo(303);
        assertThat(console.post("/pauses", "reason=call&tenant=" + Incident.TENANT + "&type=REFRESH_VIEWS&csrf=" + csrf)
                        .statusCode())
                .isEqualTo(303);

        assertThat(console.written)
                .extracting(OperatorAction::kind, OperatorAction::tenantId, OperatorAction::commandType)
                .containsExactly(
                        tuple(ActionKind.PAUSE, AlertEvent.SYSTEM_TENANT, null),
                        tuple(ActionKind.PAUSE, Incident.TENANT, CommandType.REFRESH_VIEWS));
        readBack();
        assertThat(console.page("/system").text())
                .contains("all commands: written, and not confirmed by the worker")
                .contains("✓ Nothing is paused");
        assertThat(console.page("/").select("#paused-now").text()).contains("the worker has not confirmed it");
        assertThat(console.page("/audit").text()).contains("Pause all commands", "restore");

        String actionId = console.written.get(0).actionId();
        reported(Incident.NOW.plusSeconds(1), List.of(pause(null, null, actionId)));

        assertThat(console.page("/system").text()).doesNotContain("not confirmed");
        assertThat(console.page("/system").select("[aria-label=Pauses] tbody tr"))
                .hasSize(1);
    }

    @Test
    void a_resume_names_exactly_its_pause() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of(pause(Incident.TENANT, CommandType.EXTEND_LICENSE, "a-1")));
        var form = console.page("/system").select("form[action=/pauses/resume]");
        assertThat(form.select("input[name=tenant]").attr("value")).isEqualTo(Incident.TENANT);

        assertThat(console.post(
                                "/pauses/resume",
                                "tenant=" + Incident.TENANT + "&type=EXTEND_LICENSE&csrf="
                                        + form.select("input[name=csrf]").attr("value"))
                        .statusCode())
                .isEqualTo(303);

        assertThat(console.written).singleElement().satisfies(action -> {
            assertThat(action.kind()).isEqualTo(ActionKind.RESUME);
            assertThat(action.tenantId()).isEqualTo(Incident.TENANT);
            assertThat(action.commandType()).isEqualTo(CommandType.EXTEND_LICENSE);
        });
    }

    @Test
    void the_version_of_the_worker_is_the_one_that_it_says() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of());
        assertThat(console.page("/system").text()).contains("worker 0.1.0", "cdc and stream-app do not publish theirs");
    }
}
