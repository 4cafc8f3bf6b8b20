package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.control.ActionWriter;
import io.licensewatch.control.Decisions;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
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

    /** As the topic delivers the written actions. */
    private void readBack() throws SQLException {
        for (OperatorAction action : console.written) {
            console.model.take(
                    Topics.ACTIONS,
                    action.tenantId(),
                    new String(ActionWriter.record(action).value(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void nothing_is_paused_only_if_the_worker_reported_that_recently() throws Exception {
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
    void a_missing_report_is_shown() throws Exception {
        try (ConsoleUnderTest empty = new ConsoleUnderTest(directory.resolve("empty"))) {
            assertThat(empty.page("/system").text())
                    .contains("Not known now: no worker has reported pauses")
                    .doesNotContain("Nothing is paused");
        }
    }

    @Test
    void a_pause_is_shown_with_time_person_reason_and_end() throws Exception {
        reported(
                Incident.NOW.minusSeconds(20),
                List.of(pause(null, null, null), pause(Incident.TENANT, CommandType.EXTEND_LICENSE, "a-1")));

        Document page = console.page("/system");

        List<String> rows = page.select("[aria-label=Pauses] tbody tr").eachText();
        assertThat(rows.get(0))
                .contains("All commands", "2026-03-02 10:35:00 UTC", "10 min ago", "maria", "restore of Friday")
                .contains("Created in the database, can only be ended there");
        assertThat(rows.get(1)).contains("Commands of the type Extend license of " + Incident.NAME, "Resume");
        assertThat(page.select("form[action=/pauses/resume]")).hasSize(1);
        assertThat(console.page("/").select("#paused-now").text())
                .contains("All commands are paused", "by maria", "restore of Friday", "Pauses");
    }

    @Test
    void a_pause_is_written_with_its_reason_and_in_force_once_confirmed() throws Exception {
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

        Map<String, Object> all = pause(null, null, console.written.get(0).actionId());
        reported(Incident.NOW.plusSeconds(1), List.of(all));
        assertThat(notConfirmed()).singleElement().asString().contains("refresh views of");

        reported(
                Incident.NOW.plusSeconds(2),
                List.of(
                        all,
                        pause(
                                Incident.TENANT,
                                CommandType.REFRESH_VIEWS,
                                console.written.get(1).actionId())));

        assertThat(notConfirmed()).isEmpty();
        assertThat(console.page("/system").select("[aria-label=Pauses] tbody tr"))
                .hasSize(2);
    }

    private void decided(Instant at, boolean pause, String tenant, @Nullable CommandType type) throws SQLException {
        Decisions decisions = new Decisions("maria", at);
        OperatorAction action = pause ? decisions.pause(tenant, type, "why") : decisions.resume(tenant, type, null);
        console.model.take(
                Topics.ACTIONS, tenant, new String(ActionWriter.record(action).value(), StandardCharsets.UTF_8));
    }

    private List<String> notConfirmed() throws Exception {
        return console.page("/system")
                .select("section[aria-labelledby=paused] .notice.waits")
                .eachText();
    }

    /** By the decider's clock it is before the report, which was made later. */
    @Test
    void a_pause_is_either_listed_or_unconfirmed_whatever_the_clocks_say() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of(pause(Incident.TENANT, null, "a-1")));
        decided(Incident.NOW.minusSeconds(50), true, AlertEvent.SYSTEM_TENANT, null);

        assertThat(notConfirmed()).singleElement().asString().contains("all commands", "not confirmed by the worker");

        reported(Incident.NOW.minusSeconds(10), List.of(pause(null, null, "of an earlier pause")));
        assertThat(notConfirmed()).as("the scope is paused already").isEmpty();
    }

    @Test
    void a_resume_is_not_confirmed_while_the_worker_lists_the_pause() throws Exception {
        reported(
                Incident.NOW.minusSeconds(20),
                List.of(pause(Incident.TENANT, CommandType.EXTEND_LICENSE, "a-1"), pause(null, null, null)));
        decided(Incident.NOW.minusSeconds(50), false, Incident.TENANT, CommandType.EXTEND_LICENSE);
        decided(Incident.NOW.minusSeconds(40), false, AlertEvent.SYSTEM_TENANT, null);

        assertThat(notConfirmed())
                .as("that of the database ends there alone")
                .singleElement()
                .asString()
                .contains("Resume", "extend license", "not confirmed by the worker");

        reported(Incident.NOW.minusSeconds(10), List.of(pause(null, null, null)));
        assertThat(notConfirmed()).isEmpty();
    }

    @Test
    void the_last_decision_of_each_scope_counts() throws Exception {
        reported(Incident.NOW.minusSeconds(60), List.of());
        decided(Incident.NOW.minusSeconds(40), true, AlertEvent.SYSTEM_TENANT, null);
        decided(Incident.NOW.minusSeconds(45), true, AlertEvent.SYSTEM_TENANT, CommandType.REFRESH_VIEWS);
        decided(Incident.NOW.minusSeconds(50), false, AlertEvent.SYSTEM_TENANT, null); // by a slow clock

        assertThat(notConfirmed()).singleElement().asString().contains("refresh views");
    }

    @Test
    void a_pause_that_is_still_not_listed_may_have_ended_in_the_database() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of());
        decided(Incident.NOW.minusSeconds(600), true, AlertEvent.SYSTEM_TENANT, null);

        assertThat(notConfirmed()).singleElement().asString().contains("or ended in the database since");
    }

    @Test
    void many_decisions_are_cut_and_counted() throws Exception {
        reported(Incident.NOW.minusSeconds(60), List.of());
        for (int i = 0; i < 25; i++) {
            decided(Incident.NOW.minusSeconds(30), true, "tenant-" + i, null);
        }

        assertThat(notConfirmed()).hasSize(21).last().asString().contains("5 more decisions");
    }

    @Test
    void old_decisions_are_not_shown_if_no_worker_reports() throws Exception {
        reported(Incident.NOW.minus(Duration.ofDays(30)), List.of());
        decided(Incident.NOW.minus(Duration.ofDays(20)), true, AlertEvent.SYSTEM_TENANT, null);

        assertThat(notConfirmed()).isEmpty();
        assertThat(console.page("/").select("#paused-now").text())
                .contains("Whether commands are paused is not known")
                .doesNotContain("Pause by");
    }

    /** A resume works without the tenant's row, since the caller has its id. */
    @Test
    void a_resume_needs_no_row_of_its_tenant() throws Exception {
        assertThat(console.post("/pauses/resume", "tenant=nobody&csrf=" + csrf())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_missing_tenant_may_exist_while_the_read_model_is_built() throws Exception {
        String csrf = csrf();
        console.status = new FeedStatus(FeedStatus.Phase.BUILDING, 80, 120, 40, Incident.NOW, null);

        var answer = console.post("/pauses", "reason=x&tenant=nobody&csrf=" + csrf);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("still being built").doesNotContain("no tenant has");
        assertThat(console.post("/pauses", "reason=x&tenant=" + Incident.TENANT + "&csrf=" + csrf)
                        .statusCode())
                .isEqualTo(303);
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
    void the_version_of_the_worker_is_the_reported_one() throws Exception {
        reported(Incident.NOW.minusSeconds(20), List.of());
        assertThat(console.page("/system").text()).contains("worker 0.1.0", "cdc and stream-app do not publish theirs");
    }
}
