package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cdc writes of what happens in a real Postgres to a real broker. */
class CdcIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    private static final String[] ROWS_OF_EVERY_TYPE = {
        "INSERT INTO tenants (id, name, status, subscription_end_date, billing_email) VALUES ('" + TENANT_A
                + "', 'St. Anne', 'active', '2026-03-10 12:00:00.123456+02', 'secret@example.org')",
        "INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source, starts_at, expires_at, created_by)"
                + " VALUES ('" + TENANT_A + "', '" + TENANT_B + "', 'direct', '2026-01-01', 'infinity', '" + TENANT_B
                + "')",
        "INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source, starts_at, expires_at)" + " VALUES ('"
                + TENANT_A + "', '" + TENANT_A + "', 'trial', '-infinity', '1969-12-31')",
        "INSERT INTO user_roles (tenant_id, user_id, expires_at) VALUES ('" + TENANT_B + "', '" + TENANT_B
                + "', 'infinity')",
        "INSERT INTO user_roles (tenant_id, user_id, is_active, expires_at) VALUES (NULL, '" + TENANT_B
                + "', NULL, '-infinity')",
        "INSERT INTO onboarding_progress (tenant_id, completed_steps, church_data) VALUES ('" + TENANT_A
                + "', ARRAY['welcome', 'x\"y', NULL], '{\"a\": 1}')",
        "INSERT INTO product_offerings (code, max_users, is_active, deleted_at)"
                + " VALUES ('a', 5, NULL, 'infinity'), ('b', NULL, false, '2026-03-03 12:34:56.5')",
    };

    @Test
    void a_snapshot_and_the_stream_give_the_same_values() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(ROWS_OF_EVERY_TYPE);
        Written written = testbed.written(source);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "TRUNCATE tenants, tenant_feature_grants, user_roles, onboarding_progress, product_offerings");
            source.execute(ROWS_OF_EVERY_TYPE);
            testbed.awaitFrontier(source);
        }
        for (String table :
                List.of("tenants", "tenant_feature_grants", "user_roles", "onboarding_progress", "product_offerings")) {
            List<RowChange> changes = written.changes(table);
            assertThat(valuesOf(changes, RowChange.Op.READ))
                    .as(table)
                    .isNotEmpty()
                    .isEqualTo(valuesOf(changes, RowChange.Op.CREATE));
        }
        List<Map<String, Object>> grants = valuesOf(written.changes("tenant_feature_grants"), RowChange.Op.READ);
        assertThat(grants.get(0)).containsEntry("starts_at", 20454L).containsEntry("expires_at", "infinity");
        assertThat(grants.get(1)).containsEntry("starts_at", "-infinity").containsEntry("expires_at", -1L);
        assertThat(valuesOf(written.changes("tenants"), RowChange.Op.READ).get(0))
                .containsEntry("subscription_end_date", "2026-03-10T10:00:00.123456Z");
        assertThat(valuesOf(written.changes("user_roles"), RowChange.Op.READ))
                .anySatisfy(row ->
                        assertThat(row).containsEntry("expires_at", "infinity").containsEntry("is_active", true))
                .anySatisfy(row ->
                        assertThat(row).containsEntry("expires_at", "-infinity").containsEntry("is_active", null));
        assertThat(valuesOf(written.changes("onboarding_progress"), RowChange.Op.READ)
                        .get(0))
                .containsEntry("completed_steps", Arrays.asList("welcome", "x\"y", null));
        assertThat(valuesOf(written.changes("product_offerings"), RowChange.Op.READ))
                .anySatisfy(
                        row -> assertThat(row).containsEntry("is_active", null).containsEntry("deleted_at", "infinity"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("max_users", null)
                        .containsEntry("deleted_at", "2026-03-03T12:34:56.500000Z"));
    }

    @Test
    void columns_that_are_not_on_the_list_never_leave() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(ROWS_OF_EVERY_TYPE);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("UPDATE tenants SET billing_email = 'other@example.org'");
            source.execute("UPDATE onboarding_progress SET church_data = '{}'", "DELETE FROM tenants");
            testbed.awaitFrontier(source);
        }
        for (String topic : List.of("public.tenants", "public.onboarding_progress", "public.tenant_feature_grants")) {
            assertThat(testbed.kafka().records(source.database() + "." + topic))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(
                                    record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8))
                            .doesNotContain("example.org", "billing_email", "church_data", "created_by"));
        }
    }

    @Test
    void what_is_committed_while_the_snapshot_runs_is_in_the_snapshot_or_in_the_stream() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 5000)");
        Thread writer = new Thread(() -> {
            try (Connection connection = testbed.postgres().connect(source.database());
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 1_000; i++) {
                    statement.execute("INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            writer.join();
            testbed.awaitFrontier(source);
        }
        assertThat(testbed.written(source).rows("user_roles", "tenant_id"))
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
    }

    @Test
    void an_idle_source_has_a_frontier_each_second_and_its_slot_moves() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            String slot = "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + source.database()
                    + "'";
            String before = source.value(slot);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(source.value(slot)).isNotEqualTo(before));
            assertThat(cdc.ready())
                    .allSatisfy(check -> assertThat(check.check().isUp()).isTrue());
        }
        assertThat(testbed.written(source).frontiers())
                .extracting(Frontier::sourceTime)
                .isSorted()
                .hasSizeGreaterThan(2);
    }

    @Test
    void the_queue_is_measured_as_long_as_it_streams() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Cdc cdc = Cdc.start(testbed.settings(source, Map.of()), Cdc.Start.CONTINUE, registry, failure -> {})) {
            awaitStreaming(cdc);
            collectGarbage(); // a registry keeps weak references to what its gauges read
            assertThat(registry.get("licensewatch.cdc.queue.remaining").gauge().value())
                    .isFinite();
            assertThat(registry.get("licensewatch.cdc.queue.size").gauge().value())
                    .isFinite();
        }
    }

    private static void collectGarbage() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return garbage.get() == null;
        });
    }

    @Test
    void a_column_of_the_list_that_is_added_later_joins_by_itself() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "INSERT INTO roles (tenant_id, name) VALUES ('" + TENANT_A + "', 'before')",
                    "ALTER TABLE roles ADD COLUMN metadata_key text, ADD COLUMN notes text",
                    "INSERT INTO roles (tenant_id, name, metadata_key, notes) VALUES ('" + TENANT_A
                            + "', 'after', 'key', 'private')",
                    "ALTER TABLE roles DROP COLUMN is_system",
                    "INSERT INTO roles (tenant_id, name) VALUES ('" + TENANT_A + "', 'last')");
            testbed.awaitFrontier(source);
        }
        List<Map<String, Object>> rows = valuesOf(testbed.written(source).changes("roles"), RowChange.Op.CREATE);
        assertThat(rows.get(0)).doesNotContainKey("metadata_key").containsKey("is_system");
        assertThat(rows.get(1)).containsEntry("metadata_key", "key").doesNotContainKey("notes");
        assertThat(rows.get(2)).containsEntry("metadata_key", null).doesNotContainKey("is_system");
    }

    @Test
    void what_is_delivered_again_after_a_restart_has_the_same_bytes() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        // As if it had been killed before anything of the next run was written or confirmed: the slot as it stands
        // now, and the checkpoint as it is now.
        String slot = source.database();
        source.execute("SELECT pg_copy_logical_replication_slot('" + slot + "', '" + slot + "_kept')");
        ConsumerRecord<byte[], byte[]> checkpoint = last(testbed.kafka().committed(slot + ".checkpoint"));
        Map<String, List<String>> before = bytes(slot);
        writeRowsOfEveryType(source);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        Map<String, List<String>> once = bytes(slot);
        source.execute(
                "SELECT pg_drop_replication_slot('" + slot + "')",
                "SELECT pg_copy_logical_replication_slot('" + slot + "_kept', '" + slot + "')",
                "SELECT pg_drop_replication_slot('" + slot + "_kept')");
        testbed.kafka().write(checkpoint.topic(), checkpoint.key(), checkpoint.value());
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, Map.of("licensewatch.cdc.batch-size", "2"))) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        Map<String, List<String>> twice = bytes(slot);
        once.keySet().forEach(place -> {
            int old = before.getOrDefault(place, List.of()).size();
            List<String> both = once.getOrDefault(place, List.of());
            List<String> all = twice.getOrDefault(place, List.of());
            assertThat(all.subList(both.size(), all.size())).as(place).isEqualTo(both.subList(old, both.size()));
        });
        assertThat(once.values().stream().mapToInt(List::size).sum()
                        - before.values().stream().mapToInt(List::size).sum())
                .isGreaterThan(20);
        Written written = testbed.written(source);
        for (String table : List.of("tenant_feature_grants", "product_offerings")) {
            assertThat(written.rows(table, "id"))
                    .as("%s, of which all keys were changed", table)
                    .hasSize(2)
                    .isEqualTo(testbed.selected(source, table, "id"));
        }
    }

    private static void writeRowsOfEveryType(Source source) throws SQLException {
        source.execute(ROWS_OF_EVERY_TYPE);
        source.transaction(
                "UPDATE tenants SET status = 'suspended'",
                "UPDATE user_roles SET tenant_id = gen_random_uuid()",
                "UPDATE tenant_feature_grants SET expires_at = NULL",
                "UPDATE tenant_feature_grants SET id = gen_random_uuid()",
                "UPDATE product_offerings SET id = gen_random_uuid()");
        source.execute(
                "UPDATE onboarding_progress SET completed_steps = array_append(completed_steps, 'payment')",
                "DELETE FROM user_roles",
                "TRUNCATE roles");
    }

    /** Every record of the tables, by topic and partition: key, value and timestamp. */
    private static Map<String, List<String>> bytes(String prefix) {
        Map<String, List<String>> places = new TreeMap<>();
        for (String topic : List.of(
                "public.tenants",
                "public.tenant_feature_grants",
                "public.user_roles",
                "public.onboarding_progress",
                "public.product_offerings",
                "tenantless")) {
            for (ConsumerRecord<byte[], byte[]> record : testbed.kafka().records(prefix + "." + topic)) {
                places.computeIfAbsent(topic + "-" + record.partition(), place -> new ArrayList<>())
                        .add(record.timestamp() + " " + text(record.key()) + " " + text(record.value()));
            }
        }
        return places;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "none" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static List<Map<String, Object>> valuesOf(List<RowChange> changes, RowChange.Op op) {
        return changes.stream()
                .filter(change -> change.op() == op && change.after() != null)
                .map(change -> {
                    Map<String, Object> row = new HashMap<>(change.after());
                    row.remove("created_at");
                    if (!TENANT_A.equals(row.get("id"))) {
                        row.remove("id"); // generated
                    }
                    return row;
                })
                .toList();
    }
}
