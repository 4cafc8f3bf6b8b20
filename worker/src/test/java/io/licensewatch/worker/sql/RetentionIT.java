package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Old commands are deleted, and cannot be executed again afterwards. */
class RetentionIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static final long ALL = Long.MAX_VALUE;

    private Source source;
    private Commands commands;

    @BeforeEach
    void begin() throws Exception {
        source = postgres.shared(Family.STEWARDTRACK);
        commands = source.commands();
    }

    @AfterEach
    void end() throws Exception {
        commands.close();
    }

    /** Moves all work so far into the past by some days; the times in the commands do not change. */
    private void daysPass(int days) throws Exception {
        source.execute("""
                UPDATE licensewatch.ledger SET received_at = received_at - interval '%1$d days',
                    executed_at = executed_at - interval '%1$d days', finished_at = finished_at - interval '%1$d days'""".formatted(days));
    }

    private String forget(long published, int most) throws Exception {
        return Source.values(
                        commands.connection(),
                        "SELECT licensewatch.worker_forget(?, ?, ?)",
                        Commands.PARTITION,
                        published,
                        most)
                .get(0);
    }

    private List<String> left() throws Exception {
        return source.values("SELECT command_id FROM licensewatch.ledger ORDER BY place");
    }

    /** An executed command whose deadline passes meanwhile. */
    private TestCommand ended(TestCommand command) throws Exception {
        Instant soon = Instant.now().plus(Duration.ofMinutes(1));
        TestCommand ended = command.deadline(soon);
        String state = commands.run(ended);
        if (state.equals("EXECUTING")) {
            commands.externalDone(ended, "{\"ok\": true}");
        }
        return lapsed(ended);
    }

    /** The same command with its deadline some days ago, in the ledger too, which otherwise prevents changes. */
    private TestCommand lapsed(TestCommand command) throws Exception {
        TestCommand lapsed = command.deadline(Instant.now().minus(Duration.ofDays(95)));
        source.execute(
                "SET session_replication_role = replica",
                "UPDATE licensewatch.ledger SET command = '%s' WHERE command_id = '%s'"
                        .formatted(lapsed.json(), command.id()));
        return lapsed;
    }

    @Test
    void commands_that_ended_90_days_ago_are_deleted_with_their_history() throws Exception {
        TestCommand first = ended(EffectsIT.complete());
        TestCommand second = ended(EffectsIT.grantMissing(Family.STEWARDTRACK));
        TestCommand waiting =
                EffectsIT.removeAccess(Family.STEWARDTRACK, "member A").approvals(1);
        commands.receive(waiting);
        commands.advance(waiting);
        daysPass(89);
        assertThat(forget(ALL, 10)).isEqualTo("0");
        daysPass(2);
        TestCommand young = ended(EffectsIT.refresh("seats_by_tenant"));
        assertThat(forget(ALL, 1)).isEqualTo("1");
        assertThat(left()).containsExactly(second.id(), waiting.id(), young.id());
        assertThat(forget(ALL, 10)).isEqualTo("1");
        assertThat(left()).containsExactly(waiting.id(), young.id());
        assertThat(commands.published(first)).isEmpty();
        assertThat(commands.published(second)).isEmpty();
        assertThat(commands.published(young)).containsExactly("ISSUED", "APPLIED");
    }

    @Test
    void unpublished_results_are_kept() throws Exception {
        ended(EffectsIT.complete());
        daysPass(100);
        assertThat(forget(1, 10)).isEqualTo("0");
        assertThat(forget(2, 10)).isEqualTo("1");
    }

    static Stream<TestCommand> kinds() {
        return Stream.of(
                EffectsIT.complete(),
                TestCommand.of("CLEAR_CACHES", "_system", "{}", "{}"),
                TestCommand.of("NOTIFY_TENANT_ADMIN", id("A"), "{\"stage\": \"SOON\"}", "{}"),
                EffectsIT.grantMissing(Family.STEWARDTRACK).approvals(1));
    }

    /** A topic with a longer retention, or restored from a backup, can deliver it again. */
    @ParameterizedTest
    @MethodSource("kinds")
    void a_deleted_command_that_is_read_again_is_not_executed(TestCommand command) throws Exception {
        TestCommand ended = ended(command);
        String approval = TestCommand.action("APPROVE", ended, "maria", commands.planHash(ended));
        daysPass(100);
        assertThat(forget(ALL, 10)).isEqualTo("1");
        source.execute( // the same incident exists again, so the command would have an effect
                "UPDATE onboarding_progress SET is_completed = false, completed_at = NULL",
                "DELETE FROM tenant_feature_grants WHERE feature_id = id('feature 4')");
        Rows before = source.rows();
        commands.receive(ended);
        commands.decide(approval);
        assertThat(left()).isEmpty();
        assertThat(commands.due()).isEmpty();
        assertThat(commands.recipients(ended)).isEmpty();
        assertThat(commands.outbox(0)).as("and no result is published again").isEmpty();
        assertThat(before.changesTo(source.rows())).isEmpty();
    }

    @Test
    void a_command_that_could_still_be_executed_is_kept() throws Exception {
        TestCommand applied = EffectsIT.complete(); // until tomorrow
        commands.run(applied);
        TestCommand cancelled = EffectsIT.grantMissing(Family.STEWARDTRACK);
        commands.receive(cancelled.cancel());
        daysPass(400);
        assertThat(forget(ALL, 10)).isEqualTo("0");
        source.execute("UPDATE onboarding_progress SET is_completed = false");
        Rows before = source.rows();
        assertThat(commands.run(applied)).isEqualTo("APPLIED");
        assertThat(commands.run(cancelled)).isEqualTo("CANCELLED");
        assertThat(before.changesTo(source.rows())).isEmpty();
    }

    @Test
    void an_old_command_is_kept_until_its_deadline_is_as_old() throws Exception {
        TestCommand command = ended(EffectsIT.complete());
        source.execute("UPDATE licensewatch.retention SET keep = '96 days'"); // its deadline was 95 days ago
        daysPass(100);
        assertThat(forget(ALL, 10)).isEqualTo("0");
        source.execute("UPDATE licensewatch.retention SET keep = '94 days'");
        assertThat(forget(ALL, 10)).isEqualTo("1");
        source.execute(
                "UPDATE licensewatch.retention SET keep = '96 days'"); // a command with a later deadline is not ignored
        source.execute("UPDATE onboarding_progress SET is_completed = false");
        assertThat(commands.run(command)).isEqualTo("EXPIRED");
    }

    @Test
    void a_lease_is_kept_until_its_end_is_restored() throws Exception {
        source.execute(
                "UPDATE tenants SET subscription_status = 'trial', subscription_end_date = now() - interval '1 day'");
        TestCommand lease = ended(EffectsIT.extend("feature 3").bound("SUBSCRIPTION"));
        daysPass(100);
        assertThat(forget(ALL, 10)).isEqualTo("0");
        commands.run(TestCommand.of("END_EXTENSION", id("A"), "{\"leaseCommandId\": \"" + lease.id() + "\"}", "{}"));
        assertThat(Rows.value(Commands.parse(
                        source.value("SELECT to_json(subscription_end_date) FROM tenants WHERE id = id('A')"))))
                .isEqualTo("now-1");
        assertThat(forget(ALL, 10)).isEqualTo("1");
        assertThat(left()).hasSize(1);
    }

    @Test
    void nobody_can_delete_commands_earlier() throws Exception {
        TestCommand command = ended(EffectsIT.complete());
        daysPass(60);
        for (String table : List.of("ledger_history", "ledger")) {
            assertThatThrownBy(() -> source.execute("DELETE FROM licensewatch." + table))
                    .hasMessageContaining(
                            table + " is append only: command " + command.id() + " cannot be removed yet");
        }
        assertThatThrownBy(() -> source.execute("UPDATE licensewatch.retention SET keep = '44 days'"))
                .hasMessageContaining("retention_keep_check");
        source.execute("UPDATE licensewatch.retention SET keep = '59 days'");
        assertThat(forget(ALL, 10)).isEqualTo("1");
    }
}
