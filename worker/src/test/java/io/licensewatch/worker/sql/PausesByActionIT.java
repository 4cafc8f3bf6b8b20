package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.Pauses;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PAUSE and RESUME from the topic, and the pauses that the worker publishes. */
class PausesByActionIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private Source source;
    private Commands commands;

    @BeforeEach
    void worker() throws Exception {
        source = postgres.shared(Family.STEWARDTRACK);
        commands = source.commands();
    }

    @AfterEach
    void close() throws Exception {
        commands.close();
    }

    private static String action(String id, String kind, String tenant, @Nullable CommandType type) throws Exception {
        Map<String, @Nullable Object> action = new LinkedHashMap<>();
        action.put("actionId", id);
        action.put("kind", kind);
        action.put("tenantId", tenant);
        action.put("reason", "because");
        action.put("commandType", type);
        action.put("by", "maria");
        action.put("at", "2026-03-04T12:15:02.118Z");
        return Json.MAPPER.writeValueAsString(action);
    }

    private void pause(String id, String tenant, @Nullable CommandType type) throws Exception {
        commands.decide(action(id, "PAUSE", tenant, type));
    }

    private void resume(String id, String tenant, @Nullable CommandType type) throws Exception {
        commands.decide(action(id, "RESUME", tenant, type));
    }

    private Pauses pauses() throws Exception {
        JsonNode json = Json.MAPPER.readTree(Source.values(commands.connection(), "SELECT licensewatch.worker_pauses()")
                .get(0));
        return JsonCodec.PAUSES.decode(Json.MAPPER.writeValueAsBytes(Map.of(
                "pauses",
                json.path("pauses"),
                "at",
                json.path("at"),
                "worker",
                Json.MAPPER.readTree(Commands.WORKER))));
    }

    @Test
    void a_pause_of_all_holds_commands_until_it_is_resumed() throws Exception {
        TestCommand command = EffectsIT.complete();
        pause("p1", "_system", null);

        assertThat(commands.run(command)).isEqualTo("HELD");
        assertThat(pauses().pauses()).singleElement().satisfies(pause -> {
            assertThat(pause.tenantId()).isNull();
            assertThat(pause.type()).isNull();
            assertThat(pause.by()).isEqualTo("maria");
            assertThat(pause.reason()).isEqualTo("because");
            assertThat(pause.actionId()).isEqualTo("p1");
            assertThat(pause.since()).isBeforeOrEqualTo(pauses().at());
        });

        resume("r1", "_system", null);

        assertThat(pauses().pauses()).isEmpty();
        assertThat(commands.advance(command)).isEqualTo("APPLIED");
        assertThat(
                        source.values(
                                "SELECT login || ' ' || act || ' ' || by || ' ' || action_id FROM licensewatch.control_log ORDER BY id"))
                .containsExactly(Source.WORKER + " PAUSE maria p1", Source.WORKER + " RESUME maria r1");
    }

    @Test
    void a_pause_covers_only_its_tenant_and_type() throws Exception {
        pause("p1", id("B"), null);
        pause("p2", "_system", CommandType.REFRESH_VIEWS);
        pause("p3", id("A"), CommandType.REFRESH_VIEWS);

        assertThat(commands.run(EffectsIT.complete())).isEqualTo("APPLIED");
        assertThat(pauses().pauses())
                .extracting(Pauses.Pause::tenantId, Pauses.Pause::type)
                .containsExactly(
                        tuple(id("B"), null),
                        tuple(null, CommandType.REFRESH_VIEWS),
                        tuple(id("A"), CommandType.REFRESH_VIEWS));
    }

    /** After a kill, or if offsets are lost. */
    @Test
    void an_action_that_is_read_again_does_not_undo_later_ones() throws Exception {
        pause("p1", "_system", null);
        resume("r1", "_system", null);
        pause("p1", "_system", null);
        assertThat(pauses().pauses()).isEmpty();

        pause("p2", "_system", null);
        resume("r1", "_system", null);
        assertThat(pauses().pauses()).extracting(Pauses.Pause::actionId).containsExactly("p2");
        assertThat(source.values("SELECT action_id FROM licensewatch.control_log ORDER BY id"))
                .containsExactly("p1", "r1", "p2");
    }

    @Test
    void a_resume_ends_exactly_its_pause() throws Exception {
        pause("p1", "_system", null);
        pause("p2", "_system", CommandType.REFRESH_VIEWS);
        pause("p3", id("A"), null);

        resume("r1", id("A"), CommandType.REFRESH_VIEWS);
        assertThat(pauses().pauses()).hasSize(3);
        resume("r2", "_system", null);

        assertThat(pauses().pauses()).extracting(Pauses.Pause::actionId).containsExactly("p2", "p3");
    }

    /** The worker passes on the actions; a compromised worker must not be able to end a pause. */
    @Test
    void no_action_ends_a_pause_of_the_database() throws Exception {
        source.execute("SELECT licensewatch.pause(NULL, NULL, 'ken', 'by hand')");
        pause("p1", "_system", null);
        resume("r1", "_system", null);

        assertThat(pauses().pauses()).singleElement().satisfies(pause -> {
            assertThat(pause.by()).isEqualTo("ken");
            assertThat(pause.endsByAction()).isFalse();
        });
        assertThat(commands.run(EffectsIT.complete())).isEqualTo("HELD");
    }

    @Test
    void a_resume_in_the_database_ends_both() throws Exception {
        pause("p1", "_system", null);
        source.execute("SELECT licensewatch.pause(NULL, NULL, 'ken', 'by hand')");
        assertThat(pauses().pauses()).hasSize(2);

        source.execute("SELECT licensewatch.resume(NULL, NULL, 'ken')");

        assertThat(pauses().pauses()).isEmpty();
    }

    @Test
    void a_resume_of_a_type_resets_its_failures() throws Exception {
        resume("r1", "_system", CommandType.REFRESH_VIEWS);

        assertThat(
                        source.value(
                                "SELECT counted_from > now() - interval '1 min' FROM licensewatch.limits WHERE type = 'REFRESH_VIEWS'"))
                .isEqualTo("t");
    }

    @Test
    void an_invalid_pause_is_rejected_and_changes_nothing() throws Exception {
        for (String wrong : new String[] {
            action("", "PAUSE", "_system", null),
            action("p1", "PAUSE", "_system", null).replace("maria", ""),
            "{\"actionId\": \"p1\", \"kind\": \"PAUSE\", \"tenantId\": \"_system\", \"by\": \"x\", \"commandType\": \"ALL\"}"
        }) {
            assertThatThrownBy(() -> commands.decide(wrong))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
        }
        assertThat(pauses().pauses()).isEmpty();
        assertThat(source.values("SELECT 1 FROM licensewatch.control_log")).isEmpty();
    }

    @Test
    void published_pauses_have_the_databases_current_time() throws Exception {
        Instant before = Instant.parse(
                source.value("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
        assertThat(pauses().at()).isAfterOrEqualTo(before);
    }

    /** A command's step locks its row, and then waits for the row that a resume holds: neither may wait for the other. */
    @Test
    void a_resume_does_not_wait_for_a_command_that_waits_for_it() throws Exception {
        source.execute("SELECT licensewatch.pause(NULL, NULL, 'ken', 'by hand')");
        TestCommand command = EffectsIT.complete();
        assertThat(commands.run(command)).isEqualTo("HELD");
        try (Connection step = source.connect();
                Connection resuming = source.connect()) {
            step.setAutoCommit(false);
            Source.values(step, "SELECT 1 FROM licensewatch.ledger WHERE command_id = ? FOR UPDATE", command.id());
            Source.values(resuming, "SELECT set_config('lock_timeout', '2s', false)");

            Source.values(resuming, "SELECT licensewatch.resume(NULL, NULL, 'ken')");

            step.rollback();
        }
        assertThat(pauses().pauses()).isEmpty();
        assertThat(commands.advanceNow(command)).isEqualTo("APPLIED");
    }
}
