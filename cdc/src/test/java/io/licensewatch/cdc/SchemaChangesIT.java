package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Load;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables are altered while the feed runs. */
class SchemaChangesIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void columns_that_come_go_and_change_under_load_are_followed() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        MeterRegistry registry = new SimpleMeterRegistry();
        List<String> alterations = List.of(
                // not captured: nobody's business
                "ADD COLUMN note text",
                "RENAME COLUMN note TO remark",
                "ALTER COLUMN remark TYPE varchar(20)",
                "DROP COLUMN remark",
                // captured
                "DROP COLUMN is_active",
                "ADD COLUMN is_active boolean NOT NULL DEFAULT true",
                "RENAME COLUMN expires_at TO ends_at",
                "RENAME COLUMN ends_at TO expires_at",
                "ALTER COLUMN role_id TYPE text",
                "ALTER COLUMN user_id SET DEFAULT gen_random_uuid()",
                "ALTER COLUMN expires_at TYPE date");
        try (LogCapture log = new LogCapture();
                Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, Map.of(), registry)) {
            awaitStreaming(cdc);
            try (Load load = Load.on(source)) {
                load.awaitMore(20);
                for (String alteration : alterations) {
                    source.execute("ALTER TABLE user_roles " + alteration);
                    load.awaitMore(20);
                }
            }
            testbed.awaitFrontier(source);
            assertThat(cdc.state()).isEqualTo(FeedState.STREAMING);
            assertSameAndOnce(source, "tenant_id", "user_id", "role_id");
            source.execute("UPDATE user_roles SET is_active = NOT is_active");
            testbed.awaitFrontier(source);
            assertThat(registry.counter("licensewatch.cdc.engine.starts").count())
                    .isEqualTo(1);
            assertThat(log.lines().stream()
                            .filter(line -> line.startsWith("columns changed"))
                            .toList())
                    .as("one line for each change of a captured column")
                    .hasSize(6)
                    .allSatisfy(line -> assertThat(line)
                            .contains("public.user_roles")
                            .doesNotContain("note")
                            .doesNotContain("remark"))
                    .anySatisfy(line -> assertThat(line).contains("role_id uuid", "role_id text"));
        }
        assertSameAndOnce(source, "tenant_id", "user_id", "role_id", "is_active");
    }

    @Test
    void a_column_that_is_widened_holds_what_the_database_holds_before_and_after() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                "ALTER TABLE product_offerings ALTER COLUMN tier TYPE varchar(10)",
                "INSERT INTO product_offerings (code, tier, max_users) VALUES ('a', 'x', 5), ('b', NULL, NULL)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            for (String type : List.of("bigint", "numeric", "int")) {
                source.execute(
                        "ALTER TABLE product_offerings ALTER COLUMN max_users TYPE " + type,
                        "INSERT INTO product_offerings (code, max_users) VALUES ('" + type + "', 7)",
                        "UPDATE product_offerings SET max_users = max_users + 1");
                testbed.awaitFrontier(source);
                assertSame(source, "product_offerings", "max_users", "tier");
            }
            source.execute(
                    "ALTER TABLE product_offerings ALTER COLUMN tier TYPE text",
                    "UPDATE product_offerings SET tier = repeat(code, 20)");
            testbed.awaitFrontier(source);
            assertSame(source, "product_offerings", "max_users", "tier");
        }
    }

    @Test
    void dates_that_become_timestamps_come_as_such_once_they_are_written_again() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source, expires_at) VALUES"
                + " ('" + TENANT_A + "', '" + TENANT_B + "', 'direct', '2026-03-10'), ('" + TENANT_A + "', '" + TENANT_A
                + "', 'direct', 'infinity')");
        Written written = testbed.written(source);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            assertThat(written.rows("tenant_feature_grants", "expires_at").values())
                    .containsExactlyInAnyOrder("20522", "infinity");
            source.transaction(
                    "ALTER TABLE tenant_feature_grants ALTER COLUMN expires_at TYPE timestamptz",
                    "UPDATE tenant_feature_grants SET grant_source = 'trial'");
            testbed.awaitFrontier(source);
            assertThat(written.rows("tenant_feature_grants", "expires_at").values())
                    .containsExactlyInAnyOrder("2026-03-10T00:00:00.000000Z", "infinity");
            source.execute("DELETE FROM tenant_feature_grants WHERE isfinite(expires_at)");
            testbed.awaitFrontier(source);
            assertThat(written.rows("tenant_feature_grants", "expires_at").values())
                    .containsExactly("infinity");
        }
    }

    @Test
    void alterations_while_it_is_down_are_met_in_the_order_of_the_stream() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO roles (tenant_id, name) VALUES ('" + TENANT_A + "', 'first')");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
        source.execute(
                "INSERT INTO roles (tenant_id, name, is_system) VALUES ('" + TENANT_A + "', 'second', true)",
                "ALTER TABLE roles DROP COLUMN is_system, ADD COLUMN metadata_key text",
                "INSERT INTO roles (tenant_id, name, metadata_key) VALUES ('" + TENANT_A + "', 'third', 'key')",
                "ALTER TABLE roles DROP COLUMN metadata_key",
                "UPDATE roles SET name = name || '!'");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertSame(source, "roles", "name");
        assertThat(testbed.written(source).changes("roles"))
                .filteredOn(change -> change.op() == RowChange.Op.CREATE)
                .extracting(RowChange::after)
                .satisfiesExactly(
                        row -> assertThat(row).containsEntry("is_system", true).doesNotContainKey("metadata_key"),
                        row -> assertThat(row)
                                .containsEntry("metadata_key", "key")
                                .doesNotContainKey("is_system"));
    }

    @Test
    void a_key_that_is_renamed_or_retyped_makes_a_new_snapshot() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 20)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "ALTER TABLE user_roles RENAME COLUMN id TO assignment_id",
                    "DELETE FROM user_roles WHERE ctid IN" + " (SELECT ctid FROM user_roles LIMIT 5)");
            awaitEpoch(source, 2);
            awaitStreaming(cdc);
            source.execute(
                    "ALTER TABLE user_roles RENAME COLUMN assignment_id TO id",
                    "DELETE FROM user_roles" + " WHERE ctid IN (SELECT ctid FROM user_roles LIMIT 5)");
            awaitEpoch(source, 3);
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertThat(testbed.written(source).changes("user_roles").stream()
                        .filter(change -> change.position().epoch() == 3)
                        .map(RowChange::key))
                .hasSize(10)
                .allMatch(key -> key.startsWith("{\"id\":"));
    }

    @Test
    void a_table_whose_primary_key_changed_while_cdc_was_stopped_is_read_again() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE user_roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL DEFAULT"
                        + " gen_random_uuid(), tenant_id uuid NOT NULL)",
                "CREATE TABLE product_offerings (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), code text NOT NULL, tier text)",
                "ALTER TABLE user_roles REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE user_roles, product_offerings",
                "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 10)",
                "INSERT INTO product_offerings (code) SELECT 'c' || i FROM generate_series(1, 10) i");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
        source.execute(
                // under the old key, and not read yet
                "DELETE FROM user_roles WHERE ctid IN (SELECT ctid FROM user_roles LIMIT 2)",
                "DELETE FROM product_offerings WHERE code IN ('c1', 'c2')",
                "UPDATE product_offerings SET tier = 'old'",
                "ALTER TABLE user_roles DROP CONSTRAINT user_roles_pkey, ADD PRIMARY KEY (tenant_id, user_id)",
                "ALTER TABLE product_offerings DROP CONSTRAINT product_offerings_pkey, ADD PRIMARY KEY (code)",
                // under the new one
                "DELETE FROM user_roles WHERE ctid IN (SELECT ctid FROM user_roles LIMIT 2)",
                "DELETE FROM product_offerings WHERE code IN ('c3', 'c4')",
                "UPDATE product_offerings SET code = 'renamed' WHERE code = 'c5'");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            await("both are read again").atMost(PATIENCE).until(() -> {
                List<Frontier> frontiers = testbed.written(source).frontiers();
                Frontier last = frontiers.get(frontiers.size() - 1);
                return last.snapshotComplete()
                        && last.resyncs().size() == 2
                        && last.tables().size() == 2;
            });
            source.execute(
                    "UPDATE product_offerings SET tier = 'new'", "DELETE FROM product_offerings WHERE code = 'c6'");
            testbed.awaitFrontier(source);
        }
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "tenant_id"))
                .hasSize(6)
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
        Reader reader = Reader.of(testbed.written(source));
        assertThat(reader.rows("product_offerings", "code"))
                .hasSize(5)
                .isEqualTo(testbed.selected(source, "product_offerings", "code"));
        assertThat(reader.keys("product_offerings"))
                .hasSize(5)
                .allMatch(key -> key.startsWith("{\"code\":\"c") || key.equals("{\"code\":\"renamed\"}"));
        assertThat(reader.regressions()).isEmpty();
    }

    @Test
    void a_column_without_the_select_right_matters_only_for_a_snapshot() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        String role = "reads_" + source.database();
        source.execute("CREATE ROLE " + role + " LOGIN REPLICATION");
        for (String table :
                List.of("tenants", "tenant_feature_grants", "user_roles", "onboarding_progress", "product_offerings")) {
            source.execute("GRANT SELECT ON " + table + " TO " + role);
        }
        source.execute("GRANT SELECT (id, tenant_id, name, is_system) ON roles TO " + role);
        Map<String, String> asThatRole =
                Map.of("licensewatch.postgres.url", testbed.postgres().url(role, "x", source.database()));
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, asThatRole)) {
            awaitStreaming(cdc);
            source.execute(
                    "ALTER TABLE roles ADD COLUMN metadata_key text, ENABLE ROW LEVEL SECURITY",
                    "INSERT INTO roles (tenant_id, name, metadata_key) VALUES ('" + TENANT_A + "', 'new', 'key')",
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                            + source.database() + "'");
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, asThatRole)) {
            awaitStreaming(cdc);
            source.execute("UPDATE roles SET metadata_key = 'another'");
            testbed.awaitFrontier(source);
        }
        assertSame(source, "roles", "metadata_key");
        assertThatThrownBy(
                        () -> testbed.cdc(source, Cdc.Start.RESYNC, asThatRole).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("public.roles: may not be read")
                .hasMessageContaining("GRANT SELECT (\"id\", \"tenant_id\", \"name\", \"is_system\", \"metadata_key\")")
                .hasMessageContaining("row-level security hides rows");
    }

    private static void awaitEpoch(Source source, int epoch) {
        await().atMost(PATIENCE).until(() -> {
            List<Frontier> frontiers = testbed.written(source).frontiers();
            Frontier last = frontiers.get(frontiers.size() - 1);
            return last.epoch() == epoch && last.snapshotComplete();
        });
    }

    private static void assertSame(Source source, String table, String... columns) throws Exception {
        for (String column : columns) {
            assertThat(testbed.written(source).rows(table, column))
                    .as(table + "." + column)
                    .isNotEmpty()
                    .isEqualTo(testbed.selected(source, table, column));
        }
    }

    private static void assertSameAndOnce(Source source, String... columns) throws Exception {
        assertSame(source, "user_roles", columns);
        assertThat(testbed.written(source).changes("user_roles"))
                .extracting(change -> change.key() + change.op() + change.position())
                .doesNotHaveDuplicates();
    }
}
