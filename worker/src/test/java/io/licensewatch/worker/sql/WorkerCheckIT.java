package io.licensewatch.worker.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceSchemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

class WorkerCheckIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static List<String> check(Source source) throws Exception {
        return WorkerCheck.of(PostgresAddress.parse(source.url("postgres")), SourceSchemas.DEFAULT).stream()
                .filter(result -> result.verdict() != CheckResult.Verdict.OK)
                .map(result -> result.check() + ": " + result.detail())
                .toList();
    }

    private record Run(int code, String out, String err) {}

    private static Run run(Source source, String admin, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--postgres-admin-url=" + source.url(admin)));
        arguments.addAll(Arrays.asList(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                PrepareWorkerCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    @Test
    void apply_runs_the_printed_statements() throws Exception {
        Source source = postgres.source(Family.RUNBOOK);
        Run printed = run(source, "postgres");
        assertThat(printed.code).as(printed.err).isZero();
        assertThat(printed.out)
                .contains(
                        "-- NOTIFY_TENANT_ADMIN is not supported: this source has no roles.name or roles.metadata_key")
                .doesNotContain("{{")
                .doesNotContain("--?");
        source.execute(printed.out.replaceAll("ALTER ROLE .* PASSWORD .*;", ""));
        assertThat(check(source)).noneMatch(result -> result.contains("another release"));

        Run applied = run(source, "postgres", "--apply", "--postgres-password=secret");
        assertThat(applied.code).as(applied.err).isZero();
        assertThat(applied.out)
                .contains("done  let licensewatch_worker log in")
                .contains("done  set its password")
                .contains("note  NOTIFY_TENANT_ADMIN is not supported");
        assertThat(check(source)).noneMatch(result -> result.contains("another release"));
    }

    @Test
    void a_source_without_a_worker_is_only_a_note() throws Exception {
        assertThat(check(postgres.source(Family.STEWARDTRACK)))
                .containsExactly("worker: the source is not prepared for one");
    }

    @Test
    void a_source_that_the_owner_has_prepared_passes_the_check() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        Run applied = run(source, "saas_owner", "--apply", "--postgres-password=secret");
        assertThat(applied.code).as(applied.err).isZero();
        assertThat(check(source)).isEmpty();
    }

    @Test
    void functions_for_other_tables_are_reported() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        run(source, "saas_owner", "--apply");
        source.execute("ALTER TABLE onboarding_progress RENAME TO onboarding_former");
        assertThat(check(source))
                .anyMatch(result -> result.contains("for other tables than now"))
                .contains(
                        "worker MARK_ONBOARDING_COMPLETE: is not supported here: this source has no onboarding_progress.tenant_id");

        assertThat(run(source, "saas_owner", "--apply").out)
                .contains("done  drop functions that this source no longer needs");
        assertThat(check(source)).noneMatch(result -> result.contains("other tables"));
        assertThat(source.values("SELECT proname FROM pg_proc WHERE proname = 'do_mark_onboarding_complete'"))
                .isEmpty();
        try (Commands commands = source.commands()) {
            TestCommand command = EffectsIT.complete();
            assertThat(commands.run(command)).isEqualTo("UNSUPPORTED");
            assertThat(commands.published(command))
                    .endsWith("UNSUPPORTED this source has no onboarding_progress.tenant_id");
        }
    }

    @Test
    void excess_privileges_are_reported_with_the_statement_that_revokes_them() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        run(source, "saas_owner", "--apply");
        source.execute(
                "CREATE ROLE curious",
                "GRANT EXECUTE ON FUNCTION licensewatch.do_extend_license TO curious",
                "GRANT EXECUTE ON FUNCTION licensewatch.resume TO PUBLIC",
                "GRANT INSERT ON licensewatch.ledger TO curious",
                "GRANT CREATE ON SCHEMA licensewatch TO licensewatch_worker");
        assertThat(check(source))
                .containsExactlyInAnyOrder(
                        "worker rights: curious has EXECUTE ON FUNCTION licensewatch.do_extend_license",
                        "worker rights: PUBLIC has EXECUTE ON FUNCTION licensewatch.resume",
                        "worker rights: curious has INSERT ON licensewatch.ledger",
                        "worker rights: licensewatch_worker has CREATE ON SCHEMA licensewatch");
        for (CheckResult result :
                WorkerCheck.of(PostgresAddress.parse(source.url("postgres")), SourceSchemas.DEFAULT)) {
            if (result.isFailure()) {
                source.execute(result.remedy());
            }
        }
        assertThat(check(source)).isEmpty();
    }

    @Test
    void an_owner_that_cannot_see_all_rows_is_refused() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        source.execute("ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY");
        assertThat(run(source, "saas_owner", "--apply").code).isZero();
        source.execute("ALTER TABLE user_roles FORCE ROW LEVEL SECURITY");
        Run refused = run(source, "saas_owner", "--apply");
        assertThat(refused.code).isEqualTo(3);
        assertThat(refused.err).contains("may not see all rows of user_roles").contains("BYPASSRLS");
        assertThat(check(source)).anyMatch(result -> result.contains("may not see all rows of user_roles"));
        // if row-level security is forced afterwards, hidden rows do not count as missing
        try (Commands commands = source.commands()) {
            TestCommand command = EffectsIT.deactivate("{\"inactiveDays\": 90, \"atMost\": 4}");
            assertThat(commands.run(command)).isEqualTo("FAILED");
            assertThat(commands.outbox(0).get(1).get("error").get("sqlState").asText())
                    .isEqualTo("42501");
        }
    }

    @Test
    void a_missing_privilege_of_the_owner_makes_the_type_unsupported() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        source.execute("ALTER TABLE user_roles OWNER TO postgres", "GRANT SELECT ON user_roles TO saas_owner");
        Run applied = run(source, "saas_owner", "--apply");
        assertThat(applied.out)
                .contains("DEACTIVATE_INACTIVE_USERS is not supported: role saas_owner, whose functions they are, may"
                        + " not UPDATE user_roles");
    }

    @Test
    void the_administrator_cannot_be_the_worker() throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        Run refused = run(source, "postgres", "--apply", "--postgres-user=postgres");
        assertThat(refused.code).isEqualTo(3);
        assertThat(refused.err).contains("is the administrator itself");
    }
}
