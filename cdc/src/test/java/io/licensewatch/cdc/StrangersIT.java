package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** A role that can log in to the watched database, and nothing more, does its worst. */
class StrangersIT {
    private static final String PASSWORD = "hunter2";
    private static final String FORGED = "\\nERROR forged line";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void messages_of_a_stranger_force_nothing_and_stop_nothing() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (LogCapture log = new LogCapture()) {
            try (Cdc cdc = testbed.cdc(source)) {
                awaitStreaming(cdc);
                testbed.awaitFrontier(source);
                asStranger(source, messages(source));
                source.execute("INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())");
                testbed.awaitFrontier(source);
                asStranger(source, emit(false, "licensewatch.frontier", "'the last before the stop'"));
            }
            asStranger(source, messages(source));
            source.execute("INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())");
            try (Cdc cdc = testbed.cdc(source)) {
                awaitStreaming(cdc);
                testbed.awaitFrontier(source);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("forged") || line.contains("resync requested"));
            assertThat(log.lines().stream().filter(line -> line.contains("that cdc did not write")))
                    .as("a line for each run")
                    .hasSize(2);
        }
        Instant now = Instant.now();
        assertThat(testbed.written(source).frontiers())
                .allMatch(
                        frontier -> frontier.epoch() == 1 && frontier.resyncs().isEmpty())
                .allMatch(frontier ->
                        Duration.between(frontier.sourceTime(), now).abs().toMinutes() < 10);
        assertThat(testbed.written(source).rows("user_roles", "tenant_id")).hasSize(2);
    }

    /** Large ones, well-formed ones and garbage; within transactions and outside. */
    private static String[] messages(Source source) {
        String request = "{\"slot\":\"" + source.database() + "\",\"kind\":\"REQUEST\",\"id\":\"x" + FORGED
                + "\",\"tables\":[]}";
        List<String> statements = new ArrayList<>();
        for (String prefix : List.of("licensewatch.resync", "licensewatch.frontier", "any")) {
            for (boolean transactional : List.of(true, false)) {
                statements.add(emit(transactional, prefix, "repeat('x', 30000000)"));
                statements.add(emit(transactional, prefix, "E'" + request.replace("\\", "\\\\") + "'"));
                statements.add(emit(transactional, prefix, "E'" + UUID.randomUUID() + " 9223372036854775807'"));
                statements.add(emit(transactional, prefix, "E'\\x07" + FORGED + "'"));
                statements.add(emit(transactional, prefix, "'\\xff00'::bytea"));
                statements.add(emit(transactional, prefix, "''"));
            }
        }
        return statements.toArray(String[]::new);
    }

    private static String emit(boolean transactional, String prefix, String content) {
        return "SELECT pg_logical_emit_message(" + transactional + ", '" + prefix + "', " + content + ")";
    }

    @Test
    void a_message_that_memory_cannot_hold_ends_cdc_with_its_cause() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        asStranger(source, emit(true, "any", "repeat('x', 100000000)"));

        assertThat(runInItsOwnJvm(source, "-Xmx128m"))
                .contains("cdc has run out of memory", "pg_logical_emit_message", "exit code 1");

        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
    }

    /** What it says until it has ended, and how it ended. */
    private static String runInItsOwnJvm(Source source, String... options) throws Exception {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        line.addAll(List.of(options));
        line.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CdcMain.class.getName(),
                "cdc",
                "--http-port=0"));
        testbed.settingsOf(source)
                .forEach((name, value) ->
                        line.add("--" + name.replace("licensewatch.", "").replace('.', '-') + "=" + value));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output + "exit code " + process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void foreign_marks_during_a_resync_do_not_disturb_it() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 2000)");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, Map.of("licensewatch.cdc.batch-size", "32"))) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            try (Connection connection = testbed.postgres().connect(source.database())) {
                new ResyncRequest(source.database(), UUID.randomUUID().toString(), List.of("public.user_roles"))
                        .insert(connection);
            }
            await().atMost(PATIENCE).until(() -> {
                for (String kind : List.of("END", "READ", "TRACK", "END")) {
                    asStranger(
                            source,
                            emit(
                                    true,
                                    "licensewatch.resync",
                                    "'{\"slot\":\"" + source.database() + "\",\"kind\":\"" + kind + "\",\"id\":\""
                                            + UUID.randomUUID() + "\"}'"),
                            emit(true, "licensewatch.frontier", "'" + UUID.randomUUID() + " 1'"));
                }
                Frontier last = last(source);
                return last.snapshotComplete() && last.resyncs().size() == 1;
            });
            testbed.awaitFrontier(source);
        }
        assertThat(last(source).epoch()).isEqualTo(1);
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
    }

    @Test
    void a_prepared_source_lets_a_stranger_neither_write_messages_nor_request() throws Exception {
        Source source = testbed.source(Fixture.tables());
        asStranger(source, emit(true, "any", "'still allowed'"));

        assertThat(run("prepare-source", source, "--apply"))
                .contains("done  let no other role", "done  create the table by which resyncs are requested")
                .doesNotContain("skip");
        assertThat(run("prepare-source", source, "--apply")).doesNotContain("skip", "create the table");

        assertThat(run("check", source))
                .contains("OK    messages in the log", "OK    resync requests", "fit")
                .doesNotContain(PASSWORD);
        for (String statement : List.of(
                emit(true, "any", "'x'"),
                emit(false, "any", "'\\x00'::bytea"),
                "INSERT INTO licensewatch.resync_requests (slot, id, tables) VALUES ('a', 'b', '{}')")) {
            assertThatThrownBy(() -> asStranger(source, statement)).hasMessageContaining("permission denied");
        }
        try (Cdc cdc = testbed.cdc(
                source, Cdc.Start.CONTINUE, Map.of("licensewatch.postgres.url", url(source, role(source), PASSWORD)))) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(run("resync", source, "--table", "public.tenants", "--wait"))
                    .endsWith("done\n");
            // The next frontier says so, up to a second later.
            await().atMost(PATIENCE).until(() -> last(source).resyncs().size() == 1);
        }
        assertThat(source.value("SELECT count(*) FROM licensewatch.resync_requests"))
                .isEqualTo("0");
    }

    @Test
    void the_table_of_requests_takes_nothing_that_could_not_be_stored() throws Exception {
        Source source = testbed.source(Fixture.tables());
        run("prepare-source", source, "--apply");
        for (String values : List.of(
                "'s', E'a\\nb', '{}'",
                "'s', repeat('x', 65), '{}'",
                "'s', '', '{}'",
                "'S', 'a', '{}'",
                "'s', 'a', NULL",
                "'s', 'a', array_fill('t'::text, ARRAY[65])",
                "'s', 'a', ARRAY[repeat('x', 9000)]")) {
            assertThatThrownBy(() -> source.execute(
                            "INSERT INTO licensewatch.resync_requests (slot, id, tables) VALUES (" + values + ")"))
                    .as(values)
                    .hasMessageContaining("violates");
        }
    }

    @Test
    void an_administrator_who_is_no_superuser_prepares_what_he_may() throws Exception {
        Source source = testbed.source(Fixture.tables());
        String admin = "admin_" + source.database();
        source.execute(
                "CREATE ROLE " + admin + " LOGIN CREATEROLE REPLICATION PASSWORD '" + PASSWORD + "'",
                "ALTER DATABASE " + source.database() + " OWNER TO " + admin,
                """
                DO $$ DECLARE t name; BEGIN
                    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                        EXECUTE format('ALTER TABLE %I OWNER TO %I', t, '""" + admin + "'); END LOOP; END $$");

        assertThat(runAs(admin, "prepare-source", source, "--apply"))
                .contains(
                        "skip  let it write its marks, messages in the log: no privileges were granted",
                        "skip  let no other role of this database write such messages: no privileges could be revoked",
                        "->  as a role that may: REVOKE EXECUTE ON FUNCTION pg_catalog.pg_logical_emit_message(",
                        "done  create the table by which resyncs are requested",
                        "done  publish the requests");

        assertThat(run("check", source))
                .contains("NOTE  messages in the log: any role that can log in", "OK    resync requests", "fit");
    }

    @Test
    void the_owner_of_the_workers_functions_names_commands_when_no_other_role_may() throws Exception {
        Source source = testbed.source(Fixture.tables());
        String owner = "owner_" + source.database();
        source.execute(
                "CREATE ROLE " + owner,
                "CREATE SCHEMA licensewatch",
                "CREATE FUNCTION licensewatch.worker_advance() RETURNS void LANGUAGE sql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp AS"
                        + " $$ SELECT pg_logical_emit_message(true, 'licensewatch.command', 'c-1') $$",
                "ALTER FUNCTION licensewatch.worker_advance() OWNER TO " + owner,
                "GRANT USAGE ON SCHEMA licensewatch TO " + stranger(source));
        assertThat(run("prepare-source", source, "--apply")).contains("done  let the worker's functions name");

        assertThat(run("check", source))
                .contains("OK    messages in the log", "fit")
                .doesNotContain(owner);
        asStranger(source, "SELECT licensewatch.worker_advance()");

        source.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_catalog FROM " + owner);
        assertThat(run("check", source))
                .contains("NOTE  messages in the log: " + owner + ", as whom the worker's functions run");
        assertThatThrownBy(() -> asStranger(source, "SELECT licensewatch.worker_advance()"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_table_of_requests_that_is_a_strangers_keeps_the_feed_from_starting() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("ALTER TABLE licensewatch.resync_requests OWNER TO " + stranger(source));
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("belongs to " + stranger(source));

        source.execute(
                "ALTER TABLE licensewatch.resync_requests OWNER TO postgres",
                "GRANT INSERT (id) ON licensewatch.resync_requests TO PUBLIC",
                "GRANT TRIGGER ON licensewatch.resync_requests TO " + stranger(source));
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("can be written by PUBLIC, " + stranger(source));
    }

    private static Frontier last(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1);
    }

    /** May log in; made at its first use. */
    private static String stranger(Source source) throws SQLException {
        String name = "stranger_" + source.database();
        source.execute("DO $$ BEGIN CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD
                + "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        return name;
    }

    private static void asStranger(Source source, String... statements) throws SQLException {
        try (Connection connection = PostgresAddress.parse(url(source, stranger(source), PASSWORD))
                        .connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What a command that succeeds says. */
    private static String run(String command, Source source, String... more) {
        return runAs("postgres", command, source, more);
    }

    private static String runAs(String admin, String command, Source source, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--postgres-url=" + url(source, role(source), PASSWORD),
                "--postgres-admin-url=" + url(source, admin, PASSWORD),
                "--postgres-slot=" + source.database(),
                "--topics-prefix=" + source.database(),
                "--kafka-bootstrap-servers=" + testbed.kafka().bootstrapServers()));
        arguments.addAll(List.of(more));
        StringWriter output = new StringWriter();
        CommandLine line = CdcMain.commandLine().setOut(new PrintWriter(output)).setErr(new PrintWriter(output));
        assertThat(line.execute(arguments.toArray(String[]::new)))
                .as(output.toString())
                .isZero();
        return output.toString();
    }

    private static String role(Source source) {
        return "watch_" + source.database();
    }

    private static String url(Source source, String user, String password) {
        return testbed.postgres().url(user, password, source.database());
    }
}
