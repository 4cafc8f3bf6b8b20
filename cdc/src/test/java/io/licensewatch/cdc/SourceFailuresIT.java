package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes of the source while cdc runs: cdc continues, or it ends with a remedy; it never skips a change. */
class SourceFailuresIT {
    private static final String ROWS =
            "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 20)";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_slot_that_was_lost_while_kafka_was_down_ends_the_feed_until_a_resync() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.kafka().stop();
            source.execute(ROWS);
            await().atMost(PATIENCE).until(() -> {
                source.execute("SELECT pg_switch_wal()", "CREATE TABLE t ()", "DROP TABLE t", "CHECKPOINT");
                return source.value("SELECT wal_status FROM pg_replication_slots WHERE slot_name = '"
                                + source.database() + "'")
                        .equals("lost");
            });
            testbed.kafka().startAgain();
            assertEnds(cdc, "is lost", "--resync");
        } finally {
            source.execute("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
        }
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("max_slot_wal_keep_size");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.RESYNC, Map.of())) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertSame(source);
    }

    @Test
    void a_slot_that_is_dropped_while_it_runs_ends_the_feed() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(takeSlotAway(source, ""));
            assertEnds(cdc, "does not exist any more", "--resync");
        }
    }

    @Test
    void a_slot_that_is_recreated_while_it_runs_ends_the_feed() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(takeSlotAway(
                    source, "PERFORM pg_create_logical_replication_slot('" + source.database() + "', 'pgoutput');"));
            assertEnds(cdc, "ahead of what was written", "--resync");
        }
    }

    @Test
    void a_dropped_publication_ends_the_feed_with_the_statement_that_creates_it() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("DROP PUBLICATION licensewatch", ROWS);
            assertEnds(cdc, "publication licensewatch: does not exist", "CREATE PUBLICATION \"licensewatch\"");
        }
        source.execute("CREATE PUBLICATION licensewatch FOR TABLE tenants, tenant_feature_grants, user_roles,"
                + " onboarding_progress, roles, product_offerings");
        try (Cdc cdc = testbed.cdc(source)) {
            assertEnds(cdc, "did not exist for a while", "--resync");
        }
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.RESYNC, Map.of())) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertSame(source);
    }

    @Test
    void no_free_slot_or_sender_is_reported_and_a_running_feed_waits_for_one() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("SELECT pg_create_physical_replication_slot('full' || i) FROM generate_series(1, 40"
                + " - (SELECT count(*)::int FROM pg_replication_slots)) i");
        List<Connection> senders = new ArrayList<>();
        PostgresAddress address = PostgresAddress.parse(testbed.postgres().url("postgres", "x", source.database()));
        try {
            for (int i = Integer.parseInt(source.value("SELECT count(*) FROM pg_stat_replication")); i < 10; i++) {
                senders.add(address.connectForReplication());
            }
            assertThatThrownBy(() -> testbed.cdc(source).close())
                    .isInstanceOf(UnfitSourceException.class)
                    .hasMessageContaining("max_replication_slots: all 40 are taken")
                    .hasMessageContaining("max_wal_senders: all 10 are busy")
                    .hasMessageNotContaining("PgBouncer");
        } finally {
            for (Connection sender : senders) {
                sender.close();
            }
            source.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                    + " WHERE slot_name LIKE 'full%'");
        }
        await().atMost(PATIENCE)
                .until(() ->
                        source.value("SELECT count(*) FROM pg_stat_replication").equals("0"));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            senders.clear();
            for (int i = 1; i < 10; i++) {
                senders.add(address.connectForReplication());
            }
            source.execute("SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active");
            senders.add(address.connectForReplication());
            await("it waits").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(cdc.state()).isEqualTo(FeedState.RETRYING);
                assertThat(detail(cdc)).contains("max_wal_senders: all 10 are busy  ->  ALTER SYSTEM");
            });
            source.execute(ROWS);
            for (Connection sender : senders) {
                sender.close();
            }
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        } finally {
            for (Connection sender : senders) {
                sender.close();
            }
        }
        assertSame(source);
    }

    private static String detail(Cdc cdc) {
        return cdc.live().get(0).check().detail();
    }

    @Test
    void rows_that_a_policy_hides_are_missed_before_the_snapshot_and_not_after_it() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        String role = "hidden_" + source.database();
        source.execute(
                "CREATE ROLE " + role + " LOGIN REPLICATION",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role,
                "ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY partly ON user_roles FOR SELECT TO " + role + " USING (tenant_id = '" + TENANT_A + "')",
                ROWS,
                "INSERT INTO user_roles (tenant_id) VALUES ('" + TENANT_A + "')");
        Map<String, String> asThatRole =
                Map.of("licensewatch.postgres.url", testbed.postgres().url(role, "x", source.database()));
        assertThatThrownBy(() ->
                        testbed.cdc(source, Cdc.Start.CONTINUE, asThatRole).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("table public.user_roles: row-level security hides rows from " + role)
                .hasMessageContaining("CREATE POLICY licensewatch ON public.user_roles FOR SELECT TO");

        source.execute("CREATE POLICY licensewatch ON public.user_roles FOR SELECT TO \"" + role + "\" USING (true)");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, asThatRole)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertThat(testbed.written(source).rows("user_roles", "tenant_id")).hasSize(21);
        assertSame(source);
    }

    /** Restrictive policies take rows away from what the others let through. */
    @Test
    void a_restrictive_policy_hides_rows_also_beside_one_that_shows_all() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        String role = "narrowed_" + source.database();
        source.execute(
                "CREATE ROLE " + role + " LOGIN REPLICATION",
                "CREATE ROLE all_" + source.database(),
                "GRANT all_" + source.database() + " TO " + role,
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role,
                "ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY licensewatch ON user_roles FOR SELECT TO all_" + source.database() + " USING (true)");
        Map<String, String> asThatRole =
                Map.of("licensewatch.postgres.url", testbed.postgres().url(role, "x", source.database()));
        String found = "table public.user_roles: row-level security hides rows from " + role;
        for (String whom : List.of("PUBLIC", role, "all_" + source.database())) {
            source.execute("CREATE POLICY narrow ON user_roles AS RESTRICTIVE FOR SELECT TO " + whom
                    + " USING (tenant_id = '" + TENANT_A + "')");
            assertThatThrownBy(() ->
                            testbed.cdc(source, Cdc.Start.CONTINUE, asThatRole).close())
                    .isInstanceOf(UnfitSourceException.class)
                    .hasMessageContaining(found);
            source.execute("DROP POLICY narrow ON user_roles");
        }
        source.execute(
                "CREATE POLICY others ON user_roles AS RESTRICTIVE FOR SELECT TO pg_monitor USING (false)",
                "CREATE POLICY harmless ON user_roles AS RESTRICTIVE FOR SELECT TO PUBLIC USING (true)",
                "CREATE POLICY writes ON user_roles AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (false)");
        testbed.cdc(source, Cdc.Start.CONTINUE, asThatRole).close();
    }

    @Test
    void an_idle_source_whose_log_grows_for_others_keeps_little_of_it() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("CREATE TABLE of_others (x text)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            for (int hour = 0; hour < 24; hour++) {
                source.execute(
                        "INSERT INTO of_others SELECT repeat('x', 500) FROM generate_series(1, 500)",
                        "SELECT pg_switch_wal()");
            }
            source.execute("CHECKPOINT");
            await().atMost(PATIENCE).until(() -> heldBack(source) < 32L << 20);
            assertThat(cdc.state()).isEqualTo(FeedState.STREAMING);
        }
        List<Frontier> frontiers = testbed.written(source).frontiers();
        assertThat(frontiers).extracting(Frontier::sourceTime).isSorted();
    }

    @Test
    void excluded_tables_need_not_be_published_and_are_not_listed() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                ROWS,
                "ALTER PUBLICATION licensewatch DROP TABLE roles",
                "ALTER TABLE roles REPLICA IDENTITY DEFAULT",
                "INSERT INTO roles (tenant_id, name) VALUES ('" + TENANT_A + "', 'a')");
        assertThatThrownBy(() -> testbed.cdc(source).close()).hasMessageContaining("lacks public.roles");
        Map<String, String> without =
                Map.of("licensewatch.cdc.exclude-tables", "public.roles, onboarding_progress, auth.users");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, without)) {
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE roles SET name = 'b'",
                    "INSERT INTO onboarding_progress (tenant_id) VALUES ('" + TENANT_A + "')",
                    ROWS);
            testbed.awaitFrontier(source);
        }
        assertSame(source);
        assertThat(testbed.written(source).changes("roles")).isEmpty();
        assertThat(testbed.written(source).changes("onboarding_progress")).isEmpty();
        assertThat(testbed.written(source).frontiers())
                .isNotEmpty()
                .allSatisfy(frontier -> assertThat(frontier.tables())
                        .contains("public.user_roles")
                        .doesNotContain("public.roles", "public.onboarding_progress"));
    }

    @Test
    void an_enum_without_values_is_named_with_the_statement_that_helps() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("CREATE SCHEMA \"My \"\"App\"", "CREATE TYPE \"My \"\"App\".empty AS ENUM ()");
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("type My \"App.empty: is an enum without values")
                .hasMessageContaining("ALTER TYPE \"My \"\"App\".\"empty\" ADD VALUE 'none';");
        source.execute("ALTER TYPE \"My \"\"App\".\"empty\" ADD VALUE 'none'", ROWS);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("CREATE TYPE later AS ENUM ()", ROWS);
            testbed.awaitFrontier(source);
            source.execute("SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE slot_name = '"
                    + source.database() + "'");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(cdc.state()).isEqualTo(FeedState.RETRYING);
                assertThat(cdc.live().get(0).check().detail())
                        .contains("type public.later: is an enum without values", "DROP TYPE \"public\".\"later\"");
            });
            source.execute("ALTER TYPE later ADD VALUE 'some'");
            awaitStreaming(cdc);

            source.execute("CREATE TYPE another AS ENUM ()");
            try (Connection connection = testbed.postgres().connect(source.database())) {
                new ResyncRequest(source.database(), "1", List.of("public.user_roles")).insert(connection);
            }
            testbed.awaitFrontier(source);
            source.execute("DROP TYPE another");
            await().atMost(PATIENCE)
                    .until(() -> testbed.written(source).frontiers().stream()
                            .anyMatch(frontier -> frontier.resyncs().size() == 1));
            testbed.awaitFrontier(source);
        }
        assertSame(source);
    }

    private static long heldBack(Source source) throws SQLException {
        return Long.parseLong(source.value("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint"
                + " FROM pg_replication_slots WHERE slot_name = '" + source.database() + "'"));
    }

    private static void assertEnds(Cdc cdc, String... words) {
        await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
        assertThat(cdc.live()).singleElement().satisfies(check -> {
            assertThat(check.check().isUp()).isFalse();
            assertThat(check.check().detail()).contains(words);
        });
    }

    /** Against a reader that comes back within half a second. */
    private static String takeSlotAway(Source source, String andThen) {
        String slot = "slot_name = '" + source.database() + "'";
        return "DO $$ BEGIN LOOP BEGIN PERFORM pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE "
                + slot + " AND active; PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE "
                + slot + "; EXIT; EXCEPTION WHEN object_in_use THEN NULL; END; END LOOP; " + andThen + " END $$";
    }

    private static void assertSame(Source source) throws Exception {
        assertThat(testbed.written(source).rows("user_roles", "tenant_id"))
                .isNotEmpty()
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
    }
}
