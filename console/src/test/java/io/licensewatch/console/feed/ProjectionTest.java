package io.licensewatch.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTest {
    private static final String TENANT = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01";
    private static final String COMMAND = "51d3a7c900004d5c";

    private static final String FOUND =
            "SELECT t.tenant_id FROM tenant_search s JOIN tenant t ON t.n = s.rowid WHERE tenant_search MATCH ";
    private static final String COUNTED =
            "SELECT what, tenants FROM tally WHERE what NOT LIKE 'feature%' AND what NOT LIKE 'onboarding%' ORDER BY what";
    private static final String ADDED_UP = """
            SELECT 'seats' || char(9) || seats_stage, count(*) FROM tenant WHERE in_scope = 1 GROUP BY 1
            UNION ALL SELECT 'tenants', count(*) FROM tenant WHERE in_scope = 1
            UNION ALL SELECT 'with issues', count(*) FROM tenant WHERE in_scope = 1 AND open_alerts > 0 HAVING count(*) > 0
            ORDER BY 1""";

    @TempDir
    Path directory;

    private ReadModelFixture model;

    @BeforeEach
    void open() throws SQLException {
        model = ReadModelFixture.in(directory);
    }

    @AfterEach
    void close() throws SQLException {
        model.close();
    }

    @Test
    void a_tenant_has_its_last_status_and_is_deleted_by_a_tombstone() throws Exception {
        assertThat(model.samples("tenant-status-healthy", "tenant-status-in-trouble"))
                .containsExactly(new Change(Change.Kind.TENANT, TENANT, TENANT));

        assertThat(rows("SELECT name, score, open_alerts, worst_severity, seats_used, seats_percent FROM tenant"))
                .containsExactly("Harbour Chapel|0|4|2|61|122");
        assertThat(rows(FOUND + "'\"bour\"'")).containsExactly(TENANT);
        assertThat(rows("SELECT day, used, seats_limit FROM seat_point")).containsExactly("2026-03-25|61|50");

        model.take(Topics.TENANTS, TENANT, null);

        assertThat(rows("SELECT * FROM tenant")).isEmpty();
        assertThat(rows("SELECT rowid FROM tenant_search")).isEmpty();
    }

    @Test
    void a_tenant_is_found_by_its_present_name() throws Exception {
        model.sample("tenant-status-healthy", Map.of("tenantName", "Harbour"));
        model.sample("tenant-status-healthy", Map.of("tenantName", "Hillside"));

        assertThat(rows(FOUND + "'\"bour\"'")).isEmpty();
        assertThat(rows(FOUND + "'\"side\"'")).containsExactly(TENANT);
        assertThat(rows(FOUND + "'\"4d0e-9a55\"'")).as("by its id").containsExactly(TENANT);
    }

    @Test
    void an_alert_is_open_until_it_is_resolved() throws Exception {
        model.sample("alert-current-seat-utilization", Map.of("status", "UPDATED"));

        assertThat(rows("SELECT rule, severity, level, tenant_name FROM alert"))
                .containsExactly("seat-utilization|2|2|Harbour Chapel");

        model.samples("alert-current-seat-utilization");

        assertThat(rows("SELECT * FROM alert")).as("RESOLVED").isEmpty();

        model.sample("alert-current-seat-utilization", Map.of("status", "UPDATED"));
        model.samples("alert-current-tombstone");

        assertThat(rows("SELECT * FROM alert")).as("a tombstone").isEmpty();
    }

    @Test
    void a_command_is_the_same_whatever_the_order_of_its_topics() throws Exception {
        String[] records = {
            "command-deactivate-inactive-users",
            "remediation-result-issued",
            "remediation-result-awaiting-approval",
            "operator-action-approve",
            "remediation-result-applied",
            "verdict-ineffective",
            "verdict-effective",
            "command-deactivate-inactive-users-cancel"
        };
        model.samples(records);
        List<String> forwards = rows("SELECT * FROM command");
        assertThat(forwards).hasSize(1).first().asString().contains(COMMAND, "APPLIED", "EFFECTIVE");
        List<String> reversed = new ArrayList<>(List.of(records));
        Collections.reverse(reversed);

        try (ReadModelFixture other = ReadModelFixture.in(directory.resolve("other"))) {
            other.samples(reversed.toArray(String[]::new));
            List<String> backwards = other.database().read(handle -> list(handle, "SELECT * FROM command"));
            assertThat(backwards).isEqualTo(forwards);
        }
    }

    @Test
    void a_duplicate_record_changes_nothing() throws Exception {
        model.samples("command-deactivate-inactive-users", "remediation-result-issued", "alert-seat-utilization-open");
        List<String> once = everything();

        assertThat(model.samples(
                        "command-deactivate-inactive-users",
                        "remediation-result-issued",
                        "alert-seat-utilization-open"))
                .isEmpty();

        assertThat(everything()).isEqualTo(once);
    }

    @Test
    void an_invalid_record_is_reported_and_the_next_one_is_read() throws Exception {
        for (String topic : List.of(Topics.TENANTS, Topics.ALERTS, Topics.COMMANDS, Topics.RESULTS, Topics.HEALTH)) {
            model.take(topic, "k", "{\"rowsAffected\": \"secret\"");
            model.take(topic, null, "[]");
            model.take(topic, null, null);
        }
        model.samples("system-health-in-trouble");

        assertThat(rows("SELECT topic, record_offset FROM dead_letter")).hasSize(15);
        assertThat(rows("SELECT reason FROM dead_letter")).noneMatch(reason -> reason.contains("secret"));
        assertThat(rows("SELECT as_of_lsn FROM health")).containsExactly("0/1C00000");
        assertThat(rows("SELECT score, open_alerts FROM score_point")).containsExactly("33|5");
    }

    @Test
    void counters_equal_the_sums_of_the_tenants() throws Exception {
        model.sample("tenant-status-in-trouble", Map.of("tenantId", "a"));
        model.sample("tenant-status-in-trouble", Map.of("tenantId", "b"));
        model.sample("tenant-status-healthy", Map.of("tenantId", "c"));
        model.sample("tenant-status-closed", Map.of("tenantId", "d"));
        assertThat(rows(COUNTED)).containsExactly("seats\tCRITICAL|2", "seats\tNORMAL|1", "tenants|3", "with issues|2");
        assertThat(rows(COUNTED)).isEqualTo(rows(ADDED_UP));

        model.sample("tenant-status-healthy", Map.of("tenantId", "a"));
        model.sample("tenant-status-in-trouble", Map.of("tenantId", "b", "inScope", false));
        model.take(Topics.TENANTS, "c", null);
        assertThat(rows(COUNTED)).containsExactly("seats\tNORMAL|1", "tenants|1");
        assertThat(rows(COUNTED)).isEqualTo(rows(ADDED_UP));
    }

    @Test
    void a_state_with_another_key_is_rejected_and_changes_nothing() throws Exception {
        model.sample("tenant-status-in-trouble", Map.of());
        model.sample("alert-current-seat-utilization", Map.of("status", "UPDATED"));
        List<String> tenants = rows("SELECT tenant_id FROM tenant");
        List<String> alerts = rows("SELECT record_key FROM alert");

        model.take(Topics.TENANTS, "another", rows("SELECT record FROM tenant").get(0));
        model.take(
                Topics.ALERTS_CURRENT,
                "another",
                rows("SELECT record FROM alert").get(0));

        assertThat(rows("SELECT tenant_id FROM tenant")).isEqualTo(tenants);
        assertThat(rows("SELECT record_key FROM alert")).isEqualTo(alerts);
        assertThat(rows("SELECT reason FROM dead_letter")).hasSize(2).allMatch(reason -> reason.contains("of another"));
    }

    @Test
    void a_dead_letter_is_stored_without_its_content() throws Exception {
        model.samples("dead-letter-missing-op");

        assertThat(rows("SELECT reason, origin_topic, origin_partition, origin_offset FROM dead_letter"))
                .containsExactly("'op' is missing|stewardtrack.public.user_roles|3|1042");
    }

    private List<String> everything() {
        return rows("SELECT command_id, state_n FROM command UNION ALL SELECT result_id, n FROM result"
                + " UNION ALL SELECT event_id, sequence FROM transition");
    }

    private List<String> rows(String sql) {
        return model.database().read(handle -> list(handle, sql));
    }

    private static List<String> list(Handle handle, String sql) {
        return handle.createQuery(sql)
                .map((row, context) -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(i == 1 ? "" : "|").append(row.getString(i));
                    }
                    return text.toString();
                })
                .list();
    }
}
