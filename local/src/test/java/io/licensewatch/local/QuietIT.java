package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.RemediationCommand;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everyday writes that resemble incidents for a moment, and apps that come and go. */
class QuietIT {
    private static final Duration HOLD = Duration.ofSeconds(1);

    @TempDir
    private static Path directory;

    private static Testbed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = new Testbed(
                directory,
                Map.of(
                        "licensewatch.rules.drift-hold", "1s",
                        "licensewatch.rules.seats-easing-hold", "1s"));
        bed.startApps();
        bed.until("the one alert of the sample", () -> bed.alerts.size() == 1);
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
    }

    @BeforeEach
    void forget() {
        bed.read();
        bed.alerts.clear();
        bed.commands.clear();
    }

    @Test
    void a_transaction_that_deletes_and_inserts_all_grants_of_a_tenant_raises_nothing() throws SQLException {
        for (int i = 0; i < 20; i++) {
            bed.sql("""
                    CREATE TEMPORARY TABLE g AS
                        SELECT * FROM tenant_feature_grants WHERE tenant_id = tenant('Old Mill Pottery');
                    DELETE FROM tenant_feature_grants WHERE tenant_id = tenant('Old Mill Pottery');
                    INSERT INTO tenant_feature_grants (tenant_id, feature_id, expires_at)
                        SELECT tenant_id, feature_id, current_date + 2 FROM g;
                    UPDATE tenant_feature_grants SET expires_at = NULL WHERE tenant_id = tenant('Old Mill Pottery');
                    DROP TABLE g""");
        }
        bed.settle("Old Mill Pottery", HOLD.multipliedBy(2));
        assertThat(bed.alerts).isEmpty();
        assertThat(bed.commands).isEmpty();
    }

    @Test
    void a_seat_that_is_given_to_another_in_one_transaction_raises_nothing() throws SQLException {
        bed.sql("SELECT hire(1, 'Blue Door Yoga', 'coach')");
        for (int i = 0; i < 20; i++) {
            bed.sql("""
                    SELECT hire(5, 'Blue Door Yoga', 'coach');
                    DELETE FROM user_roles WHERE id IN (
                        SELECT id FROM user_roles WHERE tenant_id = tenant('Blue Door Yoga') ORDER BY assigned_at LIMIT 5)""");
        }
        bed.settle("Blue Door Yoga", HOLD.multipliedBy(2));
        assertThat(bed.alerts).isEmpty();
    }

    @Test
    void a_role_replacement_in_two_transactions_raises_nothing() throws SQLException {
        for (int i = 0; i < 10; i++) {
            String user = bed.ask("SELECT user_id FROM user_roles WHERE role_id = role('Quiet Corner Chess', '"
                    + (i % 2 == 0 ? "bookkeeper" : "coach") + "') ORDER BY user_id LIMIT 1");
            bed.sql("DELETE FROM user_roles WHERE user_id = '" + user + "'");
            bed.sql("INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES (tenant('Quiet Corner Chess'), '"
                    + user + "', role('Quiet Corner Chess', '" + (i % 2 == 0 ? "coach" : "bookkeeper") + "'))");
        }
        bed.settle("Quiet Corner Chess", HOLD.multipliedBy(2));
        assertThat(bed.alerts).isEmpty();
        assertThat(bed.commands).isEmpty();
    }

    @Test
    void a_stop_and_start_of_both_apps_raises_nothing_and_loses_nothing() throws Exception {
        bed.stopApps();
        bed.startApps();
        bed.settle("Harbour Rowing", HOLD.multipliedBy(2));
        assertThat(bed.alerts).isEmpty();

        bed.stopApps();
        bed.sql("SELECT hire(30, 'Harbour Rowing', 'coach'); SELECT hire(70, 'Harbour Rowing', 'front desk')");
        bed.sql(
                "UPDATE tenant_feature_grants SET expires_at = current_date + 3 WHERE tenant_id = tenant('Harbour Rowing')");
        bed.sql(
                "DELETE FROM user_roles WHERE tenant_id = tenant('Harbour Rowing') AND role_id = role('Harbour Rowing', 'admin')");
        bed.startApps();
        bed.settle("Harbour Rowing", HOLD.multipliedBy(2));
        assertThat(bed.alerts)
                .extracting(alert ->
                        alert.rule() + " " + alert.status() + " " + alert.stage() + " " + alert.affectedUsers())
                .containsExactlyInAnyOrder("seat-utilization OPEN EXCEEDED 106", "license-expiring OPEN SOON 106");

        bed.stopApps();
        bed.startApps();
        bed.sql("UPDATE tenant_feature_grants SET expires_at = NULL WHERE tenant_id = tenant('Harbour Rowing')");
        bed.sql(
                "DELETE FROM user_roles WHERE tenant_id = tenant('Harbour Rowing') AND role_id = role('Harbour Rowing', 'front desk')");
        bed.until(
                "both are over",
                () -> bed.alerts.stream()
                                .filter(alert -> alert.status() == AlertStatus.RESOLVED)
                                .count()
                        == 2);
        everyTransitionOnce(bed.alerts);
        everyCommandOnce(bed.commands);
    }

    private static void everyTransitionOnce(List<AlertEvent> alerts) {
        assertThat(alerts).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
        alerts.stream().collect(Collectors.groupingBy(AlertEvent::key)).values().forEach(ofOne -> {
            List<Integer> sequences = new ArrayList<>();
            ofOne.forEach(alert -> sequences.add(alert.sequence()));
            assertThat(sequences).isSorted().startsWith(1).doesNotHaveDuplicates();
        });
    }

    private static void everyCommandOnce(List<RemediationCommand> commands) {
        assertThat(commands)
                .extracting(command -> command.kind() + command.commandId())
                .doesNotHaveDuplicates();
    }
}
