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
    void what_is_printed_is_what_apply_runs() throws Exception {
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
    void a_source_without_a_worker_is_noted_and_no_more() throws Exception {
        assertThat(check(postgres.source(Family.STEWARDTRACK)))
                .containsExactly("worker: the source is not prepared for one");
    }

    @Test
    void an_owner_of_the_tables_prepares_and_nothing_is_found() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        Run applied = run(source, "saas_owner", "--apply", "--postgres-password=secret");
        assertThat(applied.code).as(applied.err).isZero();
        assertThat(check(source)).isEmpty();
    }

    @Test
    void functions_of_other_tables_are_noted() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        run(source, "saas_owner", "--apply");
        source.execute("ALTER TABLE onboarding_progress RENAME TO onboarding_former");
        assertThat(check(source))
                .anyMatch(result -> result.contains("of other tables than there are now"))
                .contains(
                        "worker MARK_ONBOARDING_COMPLETE: is not supported here: this source has no onboarding_progress.tenant_id");

        assertThat(run(source, "saas_owner", "--apply").out)
                .contains("done  drop functions that this source has no use for now");
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
    void rights_that_are_too_wide_are_found_with_the_statement_that_takes_them() throws Exception {
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
    void an_owner_who_does_not_see_all_rows_is_refused() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        source.execute("ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY");
        assertThat(run(source, "saas_owner", "--apply").code).isZero();
        source.execute("ALTER TABLE user_roles FORCE ROW LEVEL SECURITY");
        Run refused = run(source, "saas_owner", "--apply");
        assertThat(refused.code).isEqualTo(3);
        assertThat(refused.err).contains("may not see all rows of user_roles").contains("BYPASSRLS");
        assertThat(check(source)).anyMatch(result -> result.contains("may not see all rows of user_roles"));
        // and if somebody forces it afterwards, nothing is taken for absent
        try (Commands commands = source.commands()) {
            TestCommand command = EffectsIT.deactivate("{\"inactiveDays\": 90, \"atMost\": 4}");
            assertThat(commands.run(command)).isEqualTo("FAILED");
            assertThat(commands.outbox(0).get(1).get("error").get("sqlState").asText())
                    .isEqualTo("42501");
        }
    }

    @Test
    void an_owner_without_a_right_makes_the_type_unsupported() throws Exception {
        Source source = SaasOwner.ownWithRoles(postgres.source(Family.STEWARDTRACK));
        source.execute("ALTER TABLE user_roles OWNER TO postgres", "GRANT SELECT ON user_roles TO saas_owner");
        Run applied = run(source, "saas_owner", "--apply");
        assertThat(applied.out)
                .contains("DEACTIVATE_INACTIVE_USERS is not supported: role saas_owner, whose functions they are, may"
                        + " not UPDATE user_roles");
    }

    @Test
    void the_administrator_is_not_made_the_worker() throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        Run refused = run(source, "postgres", "--apply", "--postgres-user=postgres");
        assertThat(refused.code).isEqualTo(3);
        assertThat(refused.err).contains("is the administrator itself");
    }
}
