package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Writers;
import io.licensewatch.schemas.source.Frontier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Incremental snapshots of tables: by request, because they joined, or because they returned. */
class ResyncIT {
    private static final Map<String, String> SOON =
            Map.of("licensewatch.cdc.tables-interval", "200ms", "licensewatch.cdc.batch-size", "64");

    private static final int KILLS = Boolean.getBoolean("licensewatch.long") ? 20 : 2;

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_table_is_read_again_under_load_and_lost_changes_are_repaired() throws Exception {
        Source source = loaded(2_000);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            loseChanges(source);
            try (Writers load = Writers.on(source, 3)) {
                load.awaitMore(50);
                request(source, "public.user_roles");
                awaitResyncs(source, 1);
                load.awaitMore(50);
            }
            testbed.awaitFrontier(source);
            Reader reader = Reader.of(testbed.written(source));
            assertThat(reader.rows("user_roles", "is_active"))
                    .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
            assertThat(reader.regressions()).isEmpty();
        }
        Frontier last = lastFrontier(source);
        assertThat(last.epoch()).isEqualTo(1);
        assertThat(last.snapshotComplete()).isTrue();
        assertThat(last.resyncs()).extracting(Frontier.Resync::table).containsExactly("public.user_roles");
    }

    @Test
    void a_resync_that_is_killed_begins_again_and_is_served_once() throws Exception {
        Source source = loaded(4_000);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        request(source, "public.user_roles");
        for (int kills = 0; kills < KILLS; kills++) {
            try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, Map.of("licensewatch.cdc.batch-size", "8"))) {
                awaitStreaming(cdc);
                await().atMost(PATIENCE).until(() -> !lastFrontier(source).snapshotComplete());
                await().atMost(PATIENCE)
                        .until(() -> cdc.ready().stream()
                                .anyMatch(check -> !check.check().isUp()
                                        && check.check().detail().contains("resync of public.user_roles: ")));
            }
        }
        source.execute("DELETE FROM user_roles WHERE id IN (SELECT id FROM user_roles LIMIT 500)");
        try (Cdc cdc = testbed.cdc(source);
                Writers load = Writers.on(source, 3)) {
            awaitStreaming(cdc);
            awaitResyncs(source, 1);
            load.awaitMore(50);
        }
        Frontier.Resync first = lastFrontier(source).resyncs().get(0);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertThat(lastFrontier(source).resyncs()).containsExactly(first);
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
    }

    @Test
    void a_transaction_that_runs_long_is_waited_for_while_frontiers_go_on() throws Exception {
        Source source = loaded(10);
        try (Cdc cdc = cdc(source);
                Connection open = testbed.postgres().connect(source.database());
                Statement statement = open.createStatement()) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            open.setAutoCommit(false);
            statement.execute("UPDATE user_roles SET is_active = NOT is_active WHERE id = (SELECT min(id::text)::uuid"
                    + " FROM user_roles)");
            request(source, "public.user_roles");
            testbed.awaitFrontier(source);
            testbed.awaitFrontier(source);
            assertThat(testbed.written(source).frontiers().stream().skip(1)).allMatch(Frontier::snapshotComplete);
            assertThat(lastFrontier(source).resyncs()).isEmpty();
            open.commit();
            awaitResyncs(source, 1);
            testbed.awaitFrontier(source);
        }
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
    }

    @Test
    void a_request_for_everything_takes_a_new_snapshot_also_when_it_comes_while_stopped() throws Exception {
        Source source = loaded(100);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            request(source);
            await().atMost(PATIENCE)
                    .until(() -> lastFrontier(source).epoch() == 2
                            && lastFrontier(source).snapshotComplete());
        }
        request(source);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            await().atMost(PATIENCE)
                    .until(() -> lastFrontier(source).epoch() == 3
                            && lastFrontier(source).snapshotComplete());
            testbed.awaitFrontier(source);
        }
        assertThat(lastFrontier(source).epoch()).isEqualTo(3);
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
    }

    @Test
    void the_command_asks_and_follows_until_it_is_done() throws Exception {
        Source source = loaded(100);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            String named = resync(source, 0, "--table", "public.user_roles", "--wait");
            assertThat(named)
                    .contains("an incremental snapshot of public.user_roles.")
                    .endsWith("done\n");
            assertThat(lastFrontier(source).resyncs()).hasSize(1);

            assertThat(resync(source, 2, "--table", "public.nothing"))
                    .contains("public.nothing is not watched; these are: ", "public.user_roles");

            assertThat(resync(source, 0, "--wait"))
                    .contains("a new snapshot of everything")
                    .endsWith("done\n");
            assertThat(lastFrontier(source).epoch()).isEqualTo(2);
        }
    }

    private static String resync(Source source, int exitCode, String... flags) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("resync"));
        testbed.settingsOf(source)
                .forEach((name, value) ->
                        arguments.add("--" + name.replace("licensewatch.", "").replace('.', '-') + "=" + value));
        arguments.addAll(List.of(flags));
        int exit = CdcMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        assertThat(exit).as(out.toString()).isEqualTo(exitCode);
        return out.toString();
    }

    @Test
    void a_malformed_request_is_ignored() throws Exception {
        Source source = loaded(10);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "SELECT pg_logical_emit_message(true, 'licensewatch.resync', 'nonsense')",
                    "SELECT pg_logical_emit_message(true, 'licensewatch.resync', '{\"slot\":\"other\",\"kind\":\"REQUEST\",\"id\":\"1\",\"tables\":[]}')",
                    "SELECT pg_logical_emit_message(true, 'licensewatch.resync', '{\"slot\":\"" + source.database()
                            + "\",\"kind\":\"REQUEST\",\"id\":\"1\",\"tables\":[\"public.nothing\"]}')",
                    "SELECT pg_logical_emit_message(true, 'licensewatch.resync', '{\"slot\":\"" + source.database()
                            + "\",\"kind\":\"END\",\"id\":\"1\",\"tables\":[]}')");
            testbed.awaitFrontier(source);
            testbed.awaitFrontier(source);
        }
        assertThat(testbed.written(source).frontiers())
                .allMatch(
                        frontier -> frontier.epoch() == 1 && frontier.resyncs().isEmpty());
    }

    @Test
    void a_table_that_joins_while_it_runs_is_read_and_then_listed() throws Exception {
        Source source = loaded(100);
        source.execute("ALTER PUBLICATION licensewatch DROP TABLE roles", "DROP TABLE roles");
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(lastFrontier(source).tables()).doesNotContain("public.roles");
            source.execute(
                    "CREATE TABLE roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid, name text)",
                    "ALTER TABLE roles REPLICA IDENTITY FULL",
                    "INSERT INTO roles (tenant_id, name) SELECT gen_random_uuid(), 'early' FROM generate_series(1, 50)",
                    "ALTER PUBLICATION licensewatch ADD TABLE roles",
                    "INSERT INTO roles (tenant_id, name) SELECT gen_random_uuid(), 'late' FROM generate_series(1, 50)");
            await().atMost(PATIENCE).until(() -> lastFrontier(source).tables().contains("public.roles"));
            testbed.awaitFrontier(source);
            assertThat(lastFrontier(source).snapshotComplete()).isTrue();
        }
        assertThat(Reader.of(testbed.written(source)).rows("roles", "name"))
                .hasSize(100)
                .isEqualTo(testbed.selected(source, "roles", "name"));
        assertThat(lastFrontier(source).epoch()).isEqualTo(1);
    }

    @Test
    void what_a_transaction_wrote_before_a_table_was_published_is_read_at_its_end() throws Exception {
        Source source = loaded(10);
        try (Cdc cdc = cdc(source);
                LogCapture log = new LogCapture();
                Connection open = testbed.postgres().connect(source.database());
                Statement statement = open.createStatement()) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            source.execute("ALTER PUBLICATION licensewatch DROP TABLE roles");
            await().atMost(PATIENCE).until(() -> !lastFrontier(source).tables().contains("public.roles"));
            open.setAutoCommit(false);
            statement.execute("INSERT INTO roles (tenant_id, name) VALUES (gen_random_uuid(), 'before')");
            source.execute("ALTER PUBLICATION licensewatch ADD TABLE roles");
            await().atMost(PATIENCE)
                    .until(() -> log.lines().stream().anyMatch(line -> line.startsWith("resync starts")));
            testbed.awaitFrontier(source);
            assertThat(lastFrontier(source).tables()).doesNotContain("public.roles");
            statement.execute("INSERT INTO roles (tenant_id, name) VALUES (gen_random_uuid(), 'after')");
            open.commit();
            await().atMost(PATIENCE).until(() -> lastFrontier(source).tables().contains("public.roles"));
            testbed.awaitFrontier(source);
        }
        assertThat(Reader.of(testbed.written(source)).rows("roles", "name"))
                .hasSize(2)
                .isEqualTo(testbed.selected(source, "roles", "name"));
    }

    @Test
    void a_table_that_is_truncated_while_it_is_read_has_only_later_rows() throws Exception {
        Source source = loaded(3_000);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            request(source, "public.user_roles");
            await().atMost(PATIENCE).until(() -> !lastFrontier(source).snapshotComplete());
            source.execute("TRUNCATE user_roles", "INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())");
            awaitResyncs(source, 1);
            testbed.awaitFrontier(source);
        }
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .hasSize(1)
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
    }

    @Test
    void a_table_that_joins_without_logging_old_rows_is_logged_and_the_run_continues() throws Exception {
        Source source = loaded(10);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            source.execute("ALTER PUBLICATION licensewatch DROP TABLE roles");
            await().atMost(PATIENCE).until(() -> !lastFrontier(source).tables().contains("public.roles"));
            source.execute(
                    "ALTER TABLE roles REPLICA IDENTITY DEFAULT", "ALTER PUBLICATION licensewatch ADD TABLE roles");
            testbed.awaitFrontier(source);
            testbed.awaitFrontier(source);
            assertThat(lastFrontier(source).tables()).doesNotContain("public.roles");
        }
    }

    @Test
    void a_table_that_leaves_is_not_listed_and_is_read_again_when_it_returns() throws Exception {
        Source source = loaded(100);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            source.execute(
                    "ALTER PUBLICATION licensewatch DROP TABLE user_roles", "DELETE FROM user_roles WHERE is_active");
            await().atMost(PATIENCE).until(() -> !lastFrontier(source).tables().contains("public.user_roles"));
        }
        // also while it is stopped, and too quick to be seen
        source.execute(
                "ALTER PUBLICATION licensewatch ADD TABLE user_roles",
                "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 10)");
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            await().atMost(PATIENCE).until(() -> lastFrontier(source).tables().contains("public.user_roles"));
            testbed.awaitFrontier(source);
            assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                    .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
        }
        Frontier.Resync first = lastFrontier(source).resyncs().get(0);
        source.execute(
                "ALTER PUBLICATION licensewatch DROP TABLE user_roles",
                "DELETE FROM user_roles",
                "ALTER PUBLICATION licensewatch ADD TABLE user_roles");
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            await().atMost(PATIENCE)
                    .until(() -> lastFrontier(source).tables().contains("public.user_roles")
                            && !lastFrontier(source).resyncs().contains(first));
        }
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .isEmpty();
    }

    private static Source loaded(int rows) throws SQLException {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, " + rows + ")");
        return source;
    }

    private static Cdc cdc(Source source) throws InterruptedException {
        return testbed.cdc(source, Cdc.Start.CONTINUE, SOON);
    }

    private static void request(Source source, String... tables) throws SQLException {
        try (Connection connection = testbed.postgres().connect(source.database())) {
            new ResyncRequest(source.database(), UUID.randomUUID().toString(), List.of(tables)).insert(connection);
        }
    }

    /** Changes rows without the stream's knowing: what a resync is for. */
    private static void loseChanges(Source source) throws SQLException {
        source.execute(
                "ALTER PUBLICATION licensewatch SET (publish = 'insert')",
                "UPDATE user_roles SET is_active = false WHERE id IN (SELECT id FROM user_roles LIMIT 300)",
                "DELETE FROM user_roles WHERE id IN (SELECT id FROM user_roles WHERE is_active LIMIT 300)",
                "ALTER PUBLICATION licensewatch SET (publish = 'insert, update, delete, truncate')");
    }

    private static void awaitResyncs(Source source, int count) {
        await().atMost(PATIENCE).until(() -> {
            Frontier last = lastFrontier(source);
            return last.snapshotComplete() && last.resyncs().size() == count;
        });
    }

    private static Frontier lastFrontier(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1);
    }
}
