package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** The command line against a real Postgres and a real broker. */
class CommandsIT {
    private static final String PASSWORD = "hunter2";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    private record Answer(int exitCode, String out, String err) {}

    @Test
    void tables_of_another_schema_are_watched_under_the_names_of_the_topics() throws Exception {
        Source source = testbed.source(
                "CREATE SCHEMA \"Ops-1\"",
                "CREATE SCHEMA people",
                "CREATE TABLE \"Ops-1\".roles (id int PRIMARY KEY, tenant_id uuid, name text)",
                "CREATE TABLE people.users (id int PRIMARY KEY, email text, is_active boolean)",
                "CREATE TABLE public.roles (id int PRIMARY KEY, tenant_id uuid, name text)",
                "INSERT INTO \"Ops-1\".roles VALUES (1, '" + TENANT_A + "', 'a'), (2, '" + TENANT_A
                        + "', 'b'), (3, NULL, 'c')",
                "INSERT INTO people.users VALUES (7, 'x@y', true)",
                "INSERT INTO public.roles VALUES (9, NULL, 'of somebody else')");
        assertThat(run("prepare-source", source).out())
                .contains("table auth.users")
                .contains("licensewatch.postgres.users-schema=people");
        String[] schemas = {"--postgres-schema=Ops-1", "--postgres-users-schema=people"};
        Answer applied = run("prepare-source", source, schemas[0], schemas[1], "--apply");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(run("check", source, schemas).out())
                .contains("OK    table Ops-1.roles")
                .endsWith("fit\n");
        Map<String, String> settings = Map.of(
                "licensewatch.postgres.url", url(source, role(source), PASSWORD),
                "licensewatch.postgres.schema", "Ops-1",
                "licensewatch.postgres.users-schema", "people");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, settings)) {
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE \"Ops-1\".roles SET name = 'd' WHERE id = 1",
                    "DELETE FROM \"Ops-1\".roles WHERE id = 2",
                    "UPDATE people.users SET is_active = false",
                    "UPDATE public.roles SET name = 'other'");
            testbed.awaitFrontier(source);
            Answer resync = run("resync", source, schemas[0], schemas[1], "--table", "Ops-1.roles", "--wait");
            assertThat(resync.exitCode()).as(resync.err()).isZero();
            testbed.awaitFrontier(source);
        }
        Reader reader = Reader.of(testbed.written(source));
        assertThat(reader.rows("roles", "name")).isEqualTo(Map.of("1", "d", "3", "c"));
        assertThat(testbed.written(source).frontiers())
                .last()
                .satisfies(frontier -> assertThat(frontier.tables()).containsExactly("auth.users", "public.roles"))
                .satisfies(frontier -> assertThat(frontier.resyncs())
                        .extracting(Frontier.Resync::table)
                        .containsExactly("public.roles"));
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, settings)) {
            awaitStreaming(cdc);
            source.execute("TRUNCATE \"Ops-1\".roles", "INSERT INTO \"Ops-1\".roles VALUES (5, NULL, 'e')");
            testbed.awaitFrontier(source);
        }
        assertThat(Reader.of(testbed.written(source)).rows("roles", "name")).isEqualTo(Map.of("5", "e"));
    }

    @Test
    void a_further_check_that_fails_is_no_check_that_passed() throws Exception {
        Source source = testbed.source(Fixture.tables());
        run("prepare-source", source, "--apply");
        CheckCommand.SourceCheck broken = (address, schemas) -> {
            throw new SQLException("relation does not exist", "42P01");
        };
        Answer answer = execute(CheckCommand.commandLine(broken), arguments(null, source));
        assertThat(answer.out()).contains("FAIL  further checks: failed: ").contains("relation does not exist");
        assertThat(answer.exitCode()).isEqualTo(3);

        Answer shut = execute(
                CheckCommand.commandLine((address, schemas) -> {
                    address.connect().close();
                    return List.of();
                }),
                arguments(null, source, "--postgres-url", url(source, "nobody", "x")));
        assertThat(shut.out()).contains("FAIL  postgres login").doesNotContain("further checks");
    }

    @Test
    void a_prepared_role_of_least_privilege_can_run_the_feed_under_row_level_security() throws Exception {
        Source source = testbed.source(Fixture.tables());
        source.execute(
                "ALTER TABLE tenants ENABLE ROW LEVEL SECURITY",
                "INSERT INTO tenants (id, name, status, billing_email) VALUES ('" + TENANT_A
                        + "', 'a', 'active', 'x@y')");
        try (LogCapture log = new LogCapture()) {
            Answer before = run("check", source);
            assertThat(before.exitCode()).isEqualTo(3);
            assertThat(before.out()).contains("FAIL  postgres").contains("prepare-source creates the role");

            Answer printed = run("prepare-source", source);
            assertThat(printed.exitCode()).isZero();
            assertThat(printed.out())
                    .contains("PASSWORD :'password';")
                    .contains("REPLICA IDENTITY FULL;")
                    .contains("CREATE PUBLICATION \"licensewatch\"");

            Answer applied = run("prepare-source", source, "--apply");
            assertThat(applied.exitCode()).as(applied.err()).isZero();
            assertThat(applied.out()).contains("done  create role").contains("done  set its password");
            assertThat(run("prepare-source", source, "--apply").exitCode()).isZero();

            Answer after = run("check", source);
            assertThat(after.out()).contains("OK    kafka").endsWith("fit\n");
            assertThat(after.exitCode()).isZero();

            try (Cdc cdc = testbed.cdc(
                    source,
                    Cdc.Start.CONTINUE,
                    Map.of("licensewatch.postgres.url", url(source, role(source), PASSWORD)))) {
                awaitStreaming(cdc);
                source.execute("UPDATE tenants SET name = 'b'");
                testbed.awaitFrontier(source);
                Answer resync = run("resync", source, "--table", "public.tenants", "--wait");
                assertThat(resync.exitCode()).as(resync.err()).isZero();
                assertThat(resync.out()).endsWith("done\n");
            }
            assertThat(testbed.written(source).rows("tenants", "name")).isEqualTo(Map.of(TENANT_A, "b"));
            assertThat(List.of(before, printed, applied, after).toString()).doesNotContain(PASSWORD);
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(PASSWORD));
        }
    }

    @Test
    void the_prepared_role_may_not_read_what_is_not_watched() throws Exception {
        Source source = testbed.source(Fixture.tables());
        assertThat(run("prepare-source", source, "--apply").exitCode()).isZero();

        try (Connection connection = PostgresAddress.parse(url(source, role(source), PASSWORD))
                        .connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT name FROM public.tenants")).isTrue();
            assertThatThrownBy(() -> statement.execute("SELECT billing_email FROM public.tenants"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("DELETE FROM public.tenants"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void what_no_publication_carries_is_named_and_the_rest_is_prepared() throws Exception {
        Source source = testbed.source(Fixture.tables());
        source.execute(
                "ALTER TABLE user_roles SET UNLOGGED",
                "ALTER TABLE roles RENAME TO role_rows",
                "CREATE VIEW roles AS SELECT * FROM role_rows",
                "CREATE MATERIALIZED VIEW permissions AS SELECT * FROM role_rows",
                "CREATE SCHEMA app",
                "ALTER TABLE product_offerings SET SCHEMA app",
                "DROP TABLE onboarding_progress",
                "CREATE FOREIGN DATA WRAPPER other",
                "CREATE SERVER other FOREIGN DATA WRAPPER other",
                "CREATE FOREIGN TABLE onboarding_progress (id uuid, tenant_id uuid) SERVER other");

        Answer applied = run("prepare-source", source, "--apply");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.out())
                .contains(
                        "note  table public.user_roles is unlogged, so its changes are not in the WAL, and is not watched"
                                + "  ->  ALTER TABLE public.user_roles SET LOGGED;")
                .contains("note  table public.roles is a view, whose changes")
                .contains("note  table public.permissions is a materialized view, whose changes")
                .contains("note  table public.onboarding_progress is a foreign table, whose changes")
                .contains(
                        "note  table public.product_offerings does not exist in schema public, but in app, and is not watched");
        assertThat(published(source)).isEqualTo("resync_requests,tenant_feature_grants,tenants");

        Answer check = run("check", source);
        assertThat(check.exitCode()).as(check.out()).isZero();
        assertThat(check.out())
                .contains(
                        "NOTE  table public.roles: is a view, whose changes are not in the WAL: inactive and deleted roles")
                .contains("NOTE  table public.user_roles: is unlogged");

        source.execute("ALTER TABLE public.user_roles SET LOGGED;");
        assertThat(run("prepare-source", source, "--apply").exitCode()).isZero();
        assertThat(published(source)).isEqualTo("resync_requests,tenant_feature_grants,tenants,user_roles");
    }

    private static String published(Source source) throws Exception {
        return source.value("SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_publication_tables");
    }

    @Test
    void the_feed_does_not_start_on_an_unfit_source_and_says_what_remedies_it() throws Exception {
        Source source = testbed.source(Fixture.tables());

        Answer answer = run("cdc", source, "--postgres-url", url(source, "postgres", "x"));

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.err())
                .contains("->  ALTER TABLE public.tenants REPLICA IDENTITY FULL;")
                .contains("->  CREATE PUBLICATION \"licensewatch\" FOR TABLE public.tenants, ");
    }

    /** A pooler hands a connection from one client to the next, with the names of the former's statements. */
    @Test
    void a_check_of_the_source_leaves_no_prepared_statement() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Connection connection = PostgresAddress.parse(testbed.postgres().url("postgres", "x", source.database()))
                        .connectToCatalog();
                Statement statement = connection.createStatement()) {
            new PreparedSource(connection).facts("none", "licensewatch");
            try (ResultSet left = statement.executeQuery("SELECT count(*) FROM pg_prepared_statements")) {
                assertThat(left.next()).isTrue();
                assertThat(left.getInt(1)).isZero();
            }
        }
    }

    @Test
    void each_statement_that_the_check_gives_remedies_what_it_found() throws Exception {
        Source source = testbed.source(Fixture.tables());
        String[] asAdministrator = {"--postgres-url", url(source, "postgres", "x")};
        List<String> remedies = run("check", source, asAdministrator)
                .out()
                .lines()
                .filter(line -> line.startsWith("FAIL"))
                .map(line -> line.substring(line.indexOf("->") + 2).trim())
                .toList();
        assertThat(remedies).isNotEmpty();

        source.execute(remedies.toArray(String[]::new));

        assertThat(run("check", source, asAdministrator).exitCode()).isZero();
    }

    @Test
    void an_unreachable_source_is_exit_code_3() throws Exception {
        Source source = testbed.source(Fixture.tables());

        Answer postgres = run("check", source, "--postgres-url", "postgresql://u:" + PASSWORD + "@127.0.0.1:1/d");
        assertThat(postgres.exitCode()).isEqualTo(3);
        assertThat(postgres.out()).contains("cannot reach u@127.0.0.1:1/d").doesNotContain(PASSWORD);

        Answer kafka = run(
                "check",
                source,
                "--postgres-url",
                url(source, "postgres", "x"),
                "--kafka-bootstrap-servers",
                "127.0.0.1:1");
        assertThat(kafka.exitCode()).isEqualTo(3);
        assertThat(kafka.out()).contains("FAIL  kafka 127.0.0.1:1: does not answer");
    }

    @Test
    void a_role_that_exists_for_something_else_is_not_prepared_and_keeps_its_password() throws Exception {
        Source source = testbed.source(Fixture.tables());
        String owner = "owner_" + source.database();
        source.execute(
                "CREATE ROLE " + owner + " LOGIN PASSWORD 'first'",
                "ALTER TABLE tenants OWNER TO " + owner,
                "CREATE ROLE super_" + source.database() + " SUPERUSER LOGIN PASSWORD 'first'");
        String passwords =
                "SELECT string_agg(rolname || coalesce(rolpassword, '-'), ',' ORDER BY rolname) FROM pg_authid";
        String before = source.value(passwords);

        Map.of(
                        "postgres",
                        "is the administrator itself",
                        "super_" + source.database(),
                        "is a superuser",
                        owner,
                        "owns public.tenants",
                        "public",
                        "is not a valid role name",
                        "pg_monitor",
                        "is not a valid role name",
                        "x".repeat(64),
                        "is longer than 63 bytes")
                .forEach((role, why) -> {
                    Answer answer =
                            run("prepare-source", source, "--apply", "--postgres-url", url(source, role, PASSWORD));
                    assertThat(answer.exitCode()).isEqualTo(3);
                    assertThat(answer.err())
                            .startsWith("FAIL  role to prepare: " + role + " " + why)
                            .contains("--postgres-user")
                            .hasLineCount(1);
                    assertThat(answer.out()).isEmpty();
                });

        assertThat(source.value(passwords)).isEqualTo(before);
        assertThat(source.value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
    }

    @Test
    void prepare_source_says_which_flag_it_lacks_and_who_has_to_log_in() throws Exception {
        Source source = testbed.source(Fixture.tables());
        source.execute("CREATE ROLE low_" + source.database() + " LOGIN");

        Answer without = execute("prepare-source", "--postgres-url=" + url(source, role(source), PASSWORD));
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("--postgres-admin-url=postgresql://").doesNotContain(PASSWORD);

        Answer low = run(
                "prepare-source",
                source,
                "--apply",
                "--postgres-admin-url",
                url(source, "low_" + source.database(), PASSWORD));
        assertThat(low.exitCode()).isEqualTo(1);
        assertThat(low.err())
                .contains("permission denied")
                .contains("log in as the owner of the watched tables, who may create roles, or as a superuser")
                .hasLineCount(1);

        Answer nowhere = run(
                "prepare-source",
                source,
                "--postgres-admin-url",
                testbed.postgres().url("postgres", PASSWORD, "nowhere"));
        assertThat(nowhere.exitCode()).isEqualTo(3);
        assertThat(nowhere.err())
                .contains("database \"nowhere\" does not exist")
                .contains("set database in licensewatch.postgres.admin-url");
    }

    @Test
    void wrong_usage_is_exit_code_2() throws Exception {
        Source source = testbed.source(Fixture.tables());

        Answer answer = run("check", source, "--postgres-slot", "No-Slot");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("licensewatch.postgres.slot");
    }

    /** As a person would, for the role that is to run the feed. Later flags win over the usual ones. */
    private static Answer run(String command, Source source, String... more) {
        return execute(arguments(command, source, more));
    }

    private static String[] arguments(@Nullable String command, Source source, String... more) {
        Map<String, String> flags = new LinkedHashMap<>(Map.of(
                "--postgres-url", url(source, role(source), PASSWORD),
                "--postgres-admin-url", url(source, "postgres", "x"),
                "--postgres-slot", source.database(),
                "--topics-prefix", source.database(),
                "--kafka-bootstrap-servers", testbed.kafka().bootstrapServers()));
        List<String> switches = new ArrayList<>();
        for (int i = 0; i < more.length; i++) {
            if (i + 1 < more.length && !more[i + 1].startsWith("--")) {
                flags.put(more[i], more[++i]);
            } else {
                switches.add(more[i]);
            }
        }
        List<String> arguments = new ArrayList<>();
        if (command != null) {
            arguments.add(command);
        }
        arguments.addAll(switches);
        flags.forEach((flag, value) -> arguments.add(flag + "=" + value));
        return arguments.toArray(String[]::new);
    }

    private static Answer execute(String... arguments) {
        return execute(CdcMain.commandLine(), arguments);
    }

    private static Answer execute(CommandLine command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    /** Roles belong to the whole cluster, so each test has its own. */
    private static String role(Source source) {
        return "watch_" + source.database();
    }

    private static String url(Source source, String user, String password) {
        return testbed.postgres().url(user, password, source.database());
    }
}
