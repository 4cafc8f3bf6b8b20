package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lifecycle of a command in the ledger: decisions, limits, and published results. */
class LifecycleIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private Source source;
    private Commands commands;
    private Rows before;

    @BeforeEach
    void begin() throws Exception {
        source = postgres.shared(Family.STEWARDTRACK);
        commands = source.commands();
        before = source.rows();
    }

    @AfterEach
    void end() throws Exception {
        commands.close();
    }

    private void assertNothingChanged() throws Exception {
        assertThat(before.changesTo(source.rows())).isEmpty();
    }

    private static TestCommand grant() {
        return EffectsIT.grantMissing(Family.STEWARDTRACK);
    }

    private static TestCommand webhook() {
        return TestCommand.of("CLEAR_CACHES", "_system", "{}", "{}");
    }

    @Test
    void nothing_is_executed_before_enough_people_have_approved_this_plan() throws Exception {
        TestCommand command = grant().approvals(2);
        commands.receive(command);
        assertThat(commands.advance(command)).isEqualTo("AWAITING_APPROVAL");
        commands.approve(command, "maria");
        commands.approve(command, "maria");
        commands.approve(command, "eve", "another plan");
        assertThat(commands.advanceNow(command)).isEqualTo("AWAITING_APPROVAL");
        assertNothingChanged();
        commands.approve(command, "ben");
        assertThat(commands.advanceNow(command)).isEqualTo("APPLIED");
        assertThat(commands.outbox(0).get(4).get("approvals")).hasSize(3);
    }

    private void commandsADay(int most) throws Exception {
        source.execute("UPDATE licensewatch.limits SET per_tenant_day = " + most + " WHERE type = '*'");
    }

    @Test
    void a_command_that_is_held_after_two_approvals_needs_no_third() throws Exception {
        TestCommand command = grant().approvals(2);
        commands.receive(command);
        commands.advance(command);
        commands.approve(command, "maria");
        commandsADay(0);
        commands.approve(command, "ben");
        assertThat(commands.advance(command)).isEqualTo("HELD");
        before = source.rows();
        assertThat(commands.advanceNow(command)).isEqualTo("HELD");
        assertNothingChanged();
        commandsADay(3);
        assertThat(commands.advanceNow(command)).isEqualTo("APPLIED");
        assertThat(commands.published(command))
                .containsExactly(
                        "ISSUED", "AWAITING_APPROVAL", "AWAITING_APPROVAL", "APPROVED", "HELD BUDGET", "APPLIED");
        assertThat(commands.outbox(0).get(5).get("approvals")).hasSize(2);
    }

    @Test
    void one_of_two_approvals_may_come_while_the_command_is_held() throws Exception {
        TestCommand lease = EffectsIT.extend("feature 1").approvals(2).mode("AUTO");
        commandsADay(0);
        assertThat(commands.run(lease)).isEqualTo("HELD");
        commands.approve(lease, "maria");
        commands.approve(lease, "maria");
        assertThat(commands.advanceNow(lease)).isEqualTo("HELD");

        commandsADay(1);
        assertThat(commands.run(EffectsIT.extend("feature 2"))).isEqualTo("APPLIED");
        assertThat(commands.advanceNow(lease)) // a second lease within 30 days: now people have to approve
                .isEqualTo("AWAITING_APPROVAL");
        before = source.rows();
        commands.approve(lease, "ben"); // the second person: the approval during the hold counts
        assertThat(commands.advanceNow(lease)).as("the budget is used up").isEqualTo("HELD");
        assertNothingChanged();
        commandsADay(2);
        assertThat(commands.advanceNow(lease)).isEqualTo("APPLIED");
        List<JsonNode> all = commands.outbox(0);
        assertThat(all.get(all.size() - 1).get("approvals").findValuesAsText("by"))
                .contains("maria", "ben");
    }

    @Test
    void an_approval_of_a_plan_that_has_changed_is_void() throws Exception {
        TestCommand command =
                EffectsIT.deactivate("{\"inactiveDays\": 90, \"atMost\": 4}").approvals(1);
        commands.receive(command);
        commands.advance(command);
        commands.approve(command, "maria");
        source.execute("UPDATE auth.users SET last_sign_in_at = now() WHERE id = id('idle 1')");
        before = source.rows();
        assertThat(commands.advance(command)).isEqualTo("AWAITING_APPROVAL");
        assertThat(commands.published(command)).last().isEqualTo("AWAITING_APPROVAL PLAN_CHANGED");
        assertNothingChanged();
        commands.approve(command, "maria");
        assertThat(commands.advance(command)).isEqualTo("APPLIED");
    }

    @Test
    void fewer_excess_seats_make_another_plan() throws Exception {
        TestCommand command =
                EffectsIT.deactivate("{\"inactiveDays\": 90, \"atMost\": 4}").approvals(1);
        commands.receive(command);
        commands.advance(command);
        commands.approve(command, "maria");
        source.execute("UPDATE product_offerings SET max_users = 5");
        assertThat(commands.advance(command)).isEqualTo("AWAITING_APPROVAL");
        commands.approve(command, "maria");
        assertThat(commands.advance(command)).isEqualTo("APPLIED");
        assertThat(source.values("SELECT 1 FROM user_roles WHERE NOT is_active"))
                .as("one user, two rows")
                .hasSize(2);
    }

    @Test
    void a_plan_is_the_same_on_another_day() throws Exception {
        TestCommand command = EffectsIT.extend("feature 1").approvals(1);
        commands.receive(command);
        commands.advance(command);
        String first = commands.planHash(command);
        source.execute(
                "UPDATE licensewatch.control SET zone = 'Pacific/Kiritimati'"); // today is another date in one of the
        // zones
        commands.advanceNow(command);
        source.execute("UPDATE licensewatch.control SET zone = 'Pacific/Pago_Pago'");
        commands.advanceNow(command);
        source.execute("UPDATE licensewatch.control SET zone = 'UTC'");
        assertThat(commands.planHash(command)).isEqualTo(first);
    }

    @Test
    void a_rejected_command_has_ended() throws Exception {
        TestCommand command = grant().approvals(1);
        commands.receive(command);
        commands.advance(command);
        commands.decide(TestCommand.action("REJECT", command, "maria", null));
        commands.approve(command, "ben");
        assertThat(commands.advanceNow(command)).isEqualTo("REJECTED");
        assertThat(commands.published(command)).containsExactly("ISSUED", "AWAITING_APPROVAL", "REJECTED because");
        assertNothingChanged();
    }

    @Test
    void a_command_can_be_rejected_before_its_plan_and_after_its_approval() throws Exception {
        TestCommand early = grant().approvals(1);
        commands.receive(early);
        commands.decide(TestCommand.action("REJECT", early, "maria", null));
        assertThat(commands.advanceNow(early)).isEqualTo("REJECTED");
        assertThat(commands.published(early)).containsExactly("ISSUED", "REJECTED because");

        TestCommand late = grant().approvals(1);
        commands.receive(late);
        commands.advance(late);
        commands.approve(late, "ben");
        commands.decide(TestCommand.action("REJECT", late, "maria", null));
        assertThat(commands.advanceNow(late)).isEqualTo("REJECTED");
        assertThat(commands.published(late))
                .containsExactly("ISSUED", "AWAITING_APPROVAL", "APPROVED", "REJECTED because");
        assertNothingChanged();
    }

    @Test
    void a_cancel_before_the_effect_cancels_and_after_it_is_too_late() throws Exception {
        TestCommand early = grant();
        commands.receive(early);
        commands.receive(early.cancel());
        assertThat(commands.advanceNow(early)).isEqualTo("CANCELLED");
        TestCommand never = grant();
        commands.receive(never.cancel());
        commands.receive(never);
        assertThat(commands.advanceNow(never)).isEqualTo("CANCELLED");
        assertThat(commands.published(never)).containsExactly("CANCELLED");
        assertNothingChanged();

        TestCommand late = grant();
        commands.run(late);
        commands.receive(late.cancel());
        commands.receive(late.cancel());
        assertThat(commands.published(late)).containsExactly("ISSUED", "APPLIED", "APPLIED TOO_LATE");
    }

    @Test
    void a_deadline_is_compared_with_the_databases_clock() throws Exception {
        TestCommand command = grant().approvals(1).deadline(Instant.now().plusSeconds(3600));
        commands.receive(command);
        commands.advance(command);
        commands.approve(command, "maria");
        source.execute("UPDATE licensewatch.ledger SET command_id = command_id"); // it has no plan
        TestCommand late = grant().deadline(Instant.now().minusSeconds(1));
        commands.receive(late);
        assertThat(commands.advance(late)).isEqualTo("EXPIRED");
        assertNothingChanged();
    }

    @Test
    void a_dry_run_ends_with_the_plan() throws Exception {
        TestCommand command = grant().mode("DRY_RUN");
        assertThat(commands.run(command)).isEqualTo("PLANNED");
        assertThat(commands.outbox(0).get(1).get("plan").get("rows").asInt()).isEqualTo(1);
        assertNothingChanged();
    }

    @Test
    void a_paused_command_waits_and_continues() throws Exception {
        source.execute("SELECT licensewatch.pause(id('A')::text, NULL, 'maria', 'migration')");
        TestCommand command = grant();
        assertThat(commands.run(command)).isEqualTo("HELD");
        assertThat(commands.advanceNow(command)).isEqualTo("HELD");
        assertNothingChanged();
        TestCommand other = webhook();
        assertThat(commands.run(other)).as("another tenant").isEqualTo("EXECUTING");
        source.execute("SELECT licensewatch.resume(id('A')::text, NULL, 'maria')");
        assertThat(commands.due()).contains(command.id());
        assertThat(commands.advance(command)).isEqualTo("APPLIED");
        assertThat(commands.published(command)).containsExactly("ISSUED", "HELD PAUSED", "APPLIED");
    }

    @Test
    void a_command_that_waits_for_approval_keeps_waiting_while_paused() throws Exception {
        TestCommand command = grant().approvals(1);
        commands.receive(command);
        commands.advance(command);
        source.execute("SELECT licensewatch.pause(NULL, NULL, 'maria', 'migration')");
        assertThat(commands.advanceNow(command)).isEqualTo("AWAITING_APPROVAL");
        commands.approve(command, "maria");
        assertThat(commands.advance(command)).isEqualTo("HELD");
        assertNothingChanged();
        source.execute("SELECT licensewatch.resume(NULL, NULL, 'maria')");
        assertThat(commands.advance(command)).isEqualTo("APPLIED");
    }

    @Test
    void an_external_call_is_repeated_five_times_with_the_same_id() throws Exception {
        TestCommand command = webhook();
        commands.receive(command);
        JsonNode first = commands.answer(command).get("external");
        assertThat(first.get("kind").asText()).isEqualTo("webhook");
        assertThat(commands.answer(command).get("external").isNull())
                .as("another worker has it")
                .isTrue();
        for (int attempt = 2; attempt <= 5; attempt++) {
            commands.externalDone(command, "{\"ok\": false, \"retryable\": true, \"message\": \"503\"}");
            commands.makeDue(command);
            assertThat(commands.answer(command).get("external").get("attempt").asInt())
                    .isEqualTo(attempt);
        }
        commands.externalDone(command, "{\"ok\": false, \"retryable\": true, \"message\": \"503\"}");
        assertThat(commands.advanceNow(command)).isEqualTo("FAILED");
        TestCommand good = webhook();
        commands.run(good);
        commands.externalDone(good, "{\"ok\": true}");
        commands.externalDone(good, "{\"ok\": false}");
        assertThat(commands.published(good)).containsExactly("ISSUED", "EXECUTING", "APPLIED");
    }

    @Test
    void a_worker_without_configuration_reports_unsupported() throws Exception {
        TestCommand command = webhook();
        commands.receive(command);
        assertThat(source.value(
                        "SELECT licensewatch.worker_advance(?, '{\"id\": \"w\", \"version\": \"1\", \"unsupported\": [\"CLEAR_CACHES\"]}')",
                        command.id()))
                .contains("UNSUPPORTED");
    }

    @Test
    void a_transient_error_is_retried_and_fails_after_five_attempts() throws Exception {
        TestCommand command = grant();
        commands.receive(command);
        for (int attempt = 1; attempt <= 5; attempt++) {
            commands.error(command, "{\"sqlState\": \"55P03\", \"message\": \"lock timeout\"}");
        }
        assertThat(commands.advanceNow(command)).isEqualTo("FAILED");
        assertThat(commands.published(command)).containsExactly("ISSUED", "FAILED");
    }

    @Test
    void messages_of_the_sources_triggers_are_not_published() throws Exception {
        source.execute(
                "CREATE FUNCTION public.shy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ann@example.org'; END $$",
                "CREATE TRIGGER shy BEFORE INSERT ON tenant_feature_grants FOR EACH ROW EXECUTE FUNCTION shy()");
        try {
            TestCommand command = grant();
            assertThat(commands.run(command)).isEqualTo("FAILED");
            assertThat(commands.outbox(0).toString()).contains("P0001").doesNotContain("ann@");
            assertNothingChanged();
        } finally {
            source.execute("DROP TRIGGER shy ON tenant_feature_grants", "DROP FUNCTION shy");
        }
    }

    @Test
    void addresses_of_administrators_can_be_read_only_during_sending() throws Exception {
        TestCommand command =
                TestCommand.of("NOTIFY_TENANT_ADMIN", id("A"), "{\"stage\": \"SOON\"}", "{\"coveredUntil\": null}");
        commands.receive(command);
        assertThat(commands.recipients(command)).isEmpty();
        assertThat(commands.advance(command)).isEqualTo("EXECUTING");
        assertThat(commands.recipients(command)).containsExactly("boss A@example.org");
        commands.externalDone(command, "{\"ok\": true}");
        assertThat(commands.recipients(command)).isEmpty();
        assertThat(commands.outbox(0).toString()).doesNotContain("example.org");
    }

    @Test
    void the_position_of_an_effect_is_at_or_after_its_commit_and_fixed() throws Exception {
        TestCommand command = grant();
        commands.run(command);
        String committed = source.value("SELECT pg_current_wal_insert_lsn()");
        List<JsonNode> first = commands.outbox(0);
        source.execute("INSERT INTO product_offerings (id, code, tier) VALUES (gen_random_uuid(), 'x', 'x')");
        assertThat(commands.outbox(0)).isEqualTo(first);
        String effective = first.get(1).get("effectiveLsn").asText();
        assertThat(source.value("SELECT ?::pg_lsn >= ?::pg_lsn", effective, committed))
                .isEqualTo("t");
        assertThat(first.get(0).get("effectiveLsn").isNull()).isTrue();
        assertThat(commands.outbox(1)).hasSize(1);
        assertThat(commands.outbox(2)).isEmpty();
    }

    @Test
    void a_second_lease_within_30_days_needs_a_person() throws Exception {
        assertThat(commands.run(EffectsIT.extend("feature 1"))).isEqualTo("APPLIED");
        TestCommand second = EffectsIT.extend("feature 2");
        commands.receive(second);
        assertThat(commands.advance(second)).isEqualTo("AWAITING_APPROVAL");
        commands.approve(second, "maria");
        assertThat(commands.advance(second)).isEqualTo("APPLIED");
    }

    @Test
    void a_type_stops_when_half_of_its_commands_fail() throws Exception {
        for (int i = 0; i < 5; i++) {
            TestCommand failing = webhook();
            commands.run(failing);
            commands.externalDone(failing, "{\"ok\": false, \"retryable\": false, \"message\": \"400\"}");
        }
        TestCommand held = webhook();
        assertThat(commands.run(held)).isEqualTo("HELD");
        assertThat(commands.published(held)).containsExactly("ISSUED", "HELD FAILURES");
        source.execute("SELECT licensewatch.resume(NULL, 'CLEAR_CACHES', 'maria')");
        assertThat(commands.advance(held)).isEqualTo("EXECUTING");
    }

    @Test
    void garbage_is_rejected() {
        for (String wrong : List.of(
                "[]",
                "null",
                "{}",
                "{\"commandId\": \"x\"}",
                grant().json().replace("GRANT_MISSING_LICENSES", "DROP"),
                grant().json().replaceAll("\"deadline\": \"[^\"]*\"", "\"deadline\": \"soon\""))) {
            assertThatThrownBy(() -> Source.values(
                            commands.connection(),
                            "SELECT licensewatch.worker_receive(1, ?::text::jsonb, '{}')",
                            wrong))
                    .hasMessageContaining("no command: ");
        }
    }
}
