package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.ResyncCommand;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.status.SystemHealth;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents of the system as a whole: its views, many tenants at once, and the feed itself. */
class SystemIT {
    @TempDir
    private static Path directory;

    private static Testbed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = new Testbed(
                directory,
                Map.of(
                        "licensewatch.rules.view-stale-after", "4s",
                        "licensewatch.rules.feed-silence", "4s",
                        "licensewatch.rules.seats-easing-hold", "1s"));
        bed.startApps();
        bed.until("health of the sample", () -> !bed.healths.isEmpty() && !bed.alerts.isEmpty());
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
        bed.healths.clear();
    }

    private static List<String> alerts(String rule) {
        return bed.alerts.stream()
                .filter(alert -> alert.rule().equals(rule))
                .map(alert -> alert.subject() + " " + alert.status() + " " + alert.stage())
                .toList();
    }

    private static List<String> commandsFor(String view) {
        return bed.commands.stream()
                .filter(command -> command.target().equals(view))
                .map(command -> command.tenantId() + " " + command.kind() + " " + command.type())
                .toList();
    }

    private static void job(int number, String view, String outcome) throws SQLException {
        bed.sql("INSERT INTO materialized_view_refresh_jobs"
                + " (id, view_name, started_at, completed_at, success, error_message, concurrent) VALUES (md5('" + view
                + number + "')::uuid, '" + view + "', clock_timestamp(), "
                + switch (outcome) {
                    case "running" -> "NULL, false, NULL";
                    case "failed" -> "clock_timestamp(), false, 'duplicate key'";
                    default -> "clock_timestamp(), true, NULL";
                }
                + ", true)");
    }

    @Test
    void three_failed_refreshes_are_told_and_those_under_way_are_not_counted() throws SQLException {
        IntStream.range(0, 5).forEach(number -> {
            try {
                job(number, "access", "running");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        job(5, "access", "failed");
        job(6, "access", "failed");
        bed.settle("Quiet Corner Chess", Duration.ofSeconds(2));
        assertThat(alerts("view-refresh-failing")).isEmpty();

        bed.sql("UPDATE materialized_view_refresh_jobs SET completed_at = clock_timestamp(), error_message = 'x'"
                + " WHERE id = md5('access0')::uuid");
        bed.until("three have failed", () -> !alerts("view-refresh-failing").isEmpty());
        bed.until("commands", () -> commandsFor("access").size() == 2);
        assertThat(bed.alerts)
                .filteredOn(alert -> alert.rule().equals("view-refresh-failing"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.evidence()).hasSize(3));
        assertThat(commandsFor("access"))
                .containsExactlyInAnyOrder("_system ISSUE REFRESH_VIEWS", "_system ISSUE REBUILD_VIEW_INDEX");

        job(7, "access", "succeeded");
        bed.until("it is over", () -> alerts("view-refresh-failing").size() == 2);
        bed.sql("DELETE FROM materialized_view_refresh_jobs");
        bed.settle("Quiet Corner Chess", Duration.ofSeconds(2));
        assertThat(alerts("view-refresh-failing")).containsExactly("access OPEN FAILING", "access RESOLVED FAILING");
    }

    @Test
    void a_view_without_a_success_for_too_long_is_stale() throws SQLException {
        job(1, "summary", "succeeded");
        bed.until("it is stale", () -> alerts("view-stale").contains("summary OPEN STALE"));
        job(2, "summary", "failed");
        job(3, "summary", "succeeded");
        bed.until("it is fresh", () -> alerts("view-stale").contains("summary RESOLVED STALE"));
    }

    @Test
    void tenants_that_become_critical_together_are_one_incident_and_lower_the_score() throws SQLException {
        bed.sql("UPDATE product_offerings SET max_users = 5 WHERE code IN ('club', 'studio')");
        bed.until("many tenants", () -> alerts("multi-tenant-impact").contains("seat-utilization OPEN SEVERAL"));
        AlertEvent impact = bed.alerts.stream()
                .filter(alert -> alert.rule().equals("multi-tenant-impact"))
                .findFirst()
                .orElseThrow();
        assertThat(impact.details()).containsEntry("tenants", 6).containsEntry("tenantsLeftOut", 0);
        assertThat(impact.level()).isEqualTo(Level.L2);

        bed.sql("UPDATE tenant_feature_grants SET expires_at = current_date - 1");
        bed.until("health", () -> alerts("system-health").contains("system OPEN UNHEALTHY"));
        bed.until("fixes", () -> !lastHealth().fixes().isEmpty());
        assertThat(lastHealth().score()).isLessThan(50);
        assertThat(lastHealth().worstTenants()).isNotEmpty();

        bed.sql("UPDATE product_offerings SET max_users = 100 WHERE code IN ('club', 'studio')");
        bed.sql("UPDATE tenant_feature_grants SET expires_at = NULL");
        bed.until("health again", () -> alerts("system-health").contains("system RESOLVED UNHEALTHY"));
        assertThat(alerts("multi-tenant-impact")).noneMatch(line -> line.contains("RESOLVED"));
    }

    private static SystemHealth lastHealth() {
        return bed.healths.get(bed.healths.size() - 1);
    }

    @Test
    void a_stopped_feed_is_told_and_its_return_ends_it() throws Exception {
        bed.stopFeed();
        bed.until("the feed has stalled", () -> alerts("feed-stalled").contains("feed OPEN STALLED"));
        bed.startFeed();
        bed.until("it is back", () -> alerts("feed-stalled").contains("feed RESOLVED STALLED"));
        assertThat(alerts("feed-stalled")).containsExactly("feed OPEN STALLED", "feed RESOLVED STALLED");
        assertThat(bed.alerts)
                .filteredOn(alert -> alert.rule().equals("feed-stalled"))
                .extracting(AlertEvent::status)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    /** The slot of a snapshot is not there before every transaction that is open has ended, and no row is read. */
    @Test
    void a_snapshot_that_does_not_get_on_is_a_feed_that_has_stalled_until_it_does() throws Exception {
        try (Connection elsewhere = bed.connect();
                Statement statement = elsewhere.createStatement()) {
            elsewhere.setAutoCommit(false);
            statement.execute("SELECT txid_current()");
            assertThat(ResyncCommand.commandLine()
                            .execute("--postgres-url=" + bed.superuserUrl(), "--postgres-slot=" + WatchedSource.SLOT))
                    .isZero();
            bed.until("the feed has stalled", () -> alerts("feed-stalled").contains("feed OPEN STALLED"));
            assertThat(bed.alerts)
                    .filteredOn(alert -> alert.rule().equals("feed-stalled"))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.summary())
                            .containsPattern("snapshot \\d+ is being taken, and no more rows of it are written: 0 of"));
            elsewhere.rollback();
        }
        bed.until("it gets on", () -> alerts("feed-stalled").contains("feed RESOLVED STALLED"));
        assertThat(alerts("feed-stalled")).containsExactly("feed OPEN STALLED", "feed RESOLVED STALLED");
    }
}
