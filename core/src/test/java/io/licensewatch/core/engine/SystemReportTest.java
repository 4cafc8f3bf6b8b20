package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.state.KnownTenantKey;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the system hears of a tenant: all that counts there, once. */
class SystemReportTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration EASED = Duration.ofMinutes(2);
    private static final String SEATS = Rule.SEAT_UTILIZATION.id();

    private final OneTask task = new OneTask(new EngineSettings(100, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    private void tenantOfFour(String... users) {
        seats.offering("team", 4);
        seats.tenant("acme", "team");
        seats.hire("acme", users);
        seats.frontierAfter(SECOND);
    }

    /** Since the last call. */
    private List<TenantReport> reports() {
        List<TenantReport> reports = List.copyOf(task.published.reports);
        task.published.reports.clear();
        return reports;
    }

    private TenantReport report() {
        List<TenantReport> reports = reports();
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    private static List<TenantReport.Open> open(Severity severity) {
        return List.of(new TenantReport.Open(SEATS, Rule.SEAT_UTILIZATION.subject(), severity));
    }

    @Test
    void a_tenant_is_reported_when_it_appears_and_not_again_while_nothing_counts() {
        tenantOfFour("ann");
        TenantReport first = report();
        assertThat(first.tenantId()).isEqualTo("acme");
        assertThat(first.live()).isTrue();
        assertThat(first.open()).isEmpty();
        assertThat(first.newlyCritical()).isEmpty();
        assertThat(first.at()).isEqualTo(task.now());
        seats.hire("acme", "bob");
        seats.frontierAfter(SECOND);
        task.restart();
        seats.hire("acme", "cid");
        seats.frontierAfter(SECOND);
        assertThat(reports()).isEmpty();
    }

    @Test
    void an_alert_is_reported_as_it_opens_worsens_to_critical_and_ends() {
        tenantOfFour("ann");
        reports();
        seats.hire("acme", "bob", "cid", "dan");
        seats.frontierAfter(SECOND);
        TenantReport near = report();
        assertThat(near.open()).isEqualTo(open(Severity.WARNING));
        assertThat(near.newlyCritical()).isEmpty();

        seats.hire("acme", "eve");
        seats.frontierAfter(SECOND);
        TenantReport critical = report();
        assertThat(critical.open()).isEqualTo(open(Severity.CRITICAL));
        assertThat(critical.newlyCritical()).containsExactly(SEATS);

        seats.hire("acme", "fay");
        seats.frontierAfter(SECOND);
        assertThat(reports()).as("critical as it was").isEmpty();

        seats.leave("acme", "bob", "cid", "dan", "eve", "fay");
        seats.frontierAfter(SECOND);
        seats.frontierAfter(EASED);
        TenantReport ended = report();
        assertThat(ended.live()).isTrue();
        assertThat(ended.open()).isEmpty();
        assertThat(ended.newlyCritical()).as("an end is not critical").isEmpty();
    }

    @Test
    void one_that_is_critical_from_its_first_row_on_is_newly_critical() {
        tenantOfFour("ann", "bob", "cid", "dan", "eve");
        TenantReport report = report();
        assertThat(report.open()).isEqualTo(open(Severity.CRITICAL));
        assertThat(report.newlyCritical()).containsExactly(SEATS);
    }

    @Test
    void what_a_snapshot_brings_is_critical_and_not_newly_so() {
        task.snapshot(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 1));
        task.snapshot(SourceTable.TENANTS, "acme", Seats.tenantRow("acme", "team"));
        task.snapshot(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        task.snapshot(SourceTable.USER_ROLES, "bob", Seats.hired("acme", "bob"));
        seats.frontierAfter(SECOND);
        TenantReport report = report();
        assertThat(report.open()).isEqualTo(open(Severity.CRITICAL));
        assertThat(report.newlyCritical()).isEmpty();
        assertThat(task.alerts).extracting(alert -> alert.reason()).containsExactly("SEEDED");

        seats.leave("acme", "ann", "bob");
        seats.frontierAfter(SECOND);
        seats.frontierAfter(EASED);
        seats.hire("acme", "ann", "bob");
        reports();
        seats.frontierAfter(SECOND);
        assertThat(report().newlyCritical()).as("the snapshot is long over").containsExactly(SEATS);
    }

    @Test
    void one_row_of_a_resync_makes_the_start_of_the_condition_unknown() {
        seats.offering("team", 2);
        seats.tenant("acme", "team");
        seats.hire("acme", "ann");
        seats.frontierAfter(SECOND);
        reports();
        task.resynced(SourceTable.USER_ROLES);
        task.readByResync(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        seats.hire("acme", "bob", "cid");
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).extracting(alert -> alert.reason()).containsExactly("SEEDED");
        assertThat(reports()).allMatch(report -> report.newlyCritical().isEmpty());
    }

    @Test
    void a_tenant_that_is_closed_counts_no_more_and_counts_again_when_it_is_back() {
        tenantOfFour("ann", "bob", "cid", "dan", "eve");
        reports();
        seats.close("acme");
        seats.frontierAfter(SECOND);
        TenantReport closed = report();
        assertThat(closed.live()).isFalse();
        assertThat(closed.open()).isEmpty();
        seats.leave("acme", "eve");
        seats.frontierAfter(SECOND);
        assertThat(reports()).as("closed as it was").isEmpty();
        seats.tenant("acme", "team");
        seats.frontierAfter(SECOND);
        assertThat(report().live()).isTrue();
    }

    @Test
    void a_tenant_that_was_closed_from_the_first_is_not_spoken_of() {
        seats.close("acme");
        seats.hire("acme", "ann");
        seats.frontierAfter(SECOND);
        assertThat(reports()).isEmpty();
    }

    @Test
    void a_tenant_of_which_nothing_is_left_is_reported_gone_once() {
        tenantOfFour("ann");
        reports();
        seats.leave("acme", "ann");
        task.delete(SourceTable.TENANTS, "acme", Seats.tenantRow("acme", "team"));
        seats.frontierAfter(SECOND);
        assertThat(report().live()).isFalse();
        assertThat(task.published.retiredStatuses).containsExactly("acme");
        assertThat(task.state.get(TenantKey.of("acme", TenantKey.Kind.STATUS))).isNull();
        assertThat(task.state.get(new KnownTenantKey("acme").toBytes())).isNull();
        seats.frontierAfter(SECOND);
        assertThat(reports()).isEmpty();
    }
}
