package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a customer in the course of years, each with a customer of its own. */
class ScenariosIT {
    private static final Duration HOLDS = Duration.ofSeconds(2);

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

    @Test
    void a_registration_in_eleven_transactions_raises_nothing() throws SQLException {
        String id = "tenant('New')";
        bed.sql("INSERT INTO tenants (id, name, subscription_status, subscription_end_date, subscription_offering_id)"
                + " VALUES (" + id + ", 'New', 'trial', now() + interval '90 days', offering('club'))");
        bed.sql("INSERT INTO roles (id, tenant_id, name) SELECT role('New', 'r' || i), " + id
                + ", 'r' || i FROM generate_series(1, 12) i");
        bed.sql("SELECT hire(1, 'New', 'r1')");
        bed.sql("INSERT INTO role_surface_bindings (role_id, surface_id) SELECT role('New', 'r' || i),"
                + " CASE s WHEN 1 THEN surface('payroll page') ELSE surface('page ' || s) END"
                + " FROM generate_series(1, 12) i, generate_series(1, 36) s;"
                + " INSERT INTO tenant_feature_grants (tenant_id, feature_id) SELECT " + id
                + ", feature_id FROM product_offering_features WHERE offering_id = offering('club')");
        bed.sql("INSERT INTO onboarding_progress (tenant_id) VALUES (" + id + ")");
        for (String step : List.of("details", "roles", "tour", "payment", "complete")) {
            bed.sql("UPDATE onboarding_progress SET current_step = '" + step
                    + "', completed_steps = completed_steps || current_step, updated_at = now(), is_completed = '"
                    + step + "' = 'complete' WHERE tenant_id = " + id);
        }
        bed.sql("UPDATE tenants SET onboarding_completed = true, onboarding_completed_at = now() WHERE id = " + id);
        bed.settle("New", HOLDS);
        assertThat(alerts("New.")).isEmpty();
        assertThat(status("New.").onboarding().completedSteps())
                .containsExactly("welcome", "details", "roles", "tour", "payment");
    }

    @Test
    void a_trial_goes_through_its_stages_and_ends_by_the_clock_alone() throws SQLException {
        trial("In a month", "30 days 3 seconds");
        trial("In a week", "7 days 3 seconds");
        trial("In a day", "1 day 3 seconds");
        trial("Now", "3 seconds");
        await("In a month", "license-expiring OPEN NOTICE");
        await("In a week", "license-expiring OPEN NOTICE", "license-expiring UPDATED SOON");
        await("In a day", "license-expiring OPEN SOON", "license-expiring UPDATED FINAL");
        await("Now", "license-expiring OPEN FINAL", "license-expiring RESOLVED FINAL", "license-expired OPEN EXPIRED");
    }

    @Test
    void a_manual_extension_ends_the_alert() throws SQLException {
        signUp("Late", "club", "current_date - 1");
        await("Late", "license-expired OPEN EXPIRED");
        bed.sql("UPDATE tenant_feature_grants SET expires_at = current_date + 60 WHERE tenant_id = tenant('Late')");
        await("Late", "license-expired OPEN EXPIRED", "license-expired RESOLVED EXPIRED");
    }

    @Test
    void a_renewal_from_the_next_day_on_leaves_no_gap() throws SQLException {
        signUp("Renews", "club", "current_date + 2");
        await("Renews", "license-expiring OPEN SOON");
        renew("Renews", "current_date + 3");
        await("Renews", "license-expiring OPEN SOON", "license-expiring RESOLVED SOON");
        awaitStatus("Renews", status -> status.features().stream().allMatch(feature -> feature.coveredUntil() == null));
    }

    @Test
    void a_renewal_with_a_gap_does_not_move_the_end() throws SQLException {
        signUp("Pauses", "club", "current_date + 2");
        await("Pauses", "license-expiring OPEN SOON");
        renew("Pauses", "current_date + 5");
        bed.settle("Pauses", HOLDS);
        assertThat(alerts("Pauses.")).containsExactly("license-expiring OPEN SOON");
        assertThat(status("Pauses.").features()).allSatisfy(feature -> {
            assertThat(feature.coveredUntil()).isNotNull();
            assertThat(feature.resumesAt()).isNotNull();
        });
    }

    @Test
    void a_payment_after_the_trial_leaves_its_old_end_without_meaning() throws SQLException {
        trial("Pays", "-1 hour");
        await("Pays", "license-expired OPEN EXPIRED");
        bed.sql("UPDATE tenants SET subscription_status = 'active' WHERE id = tenant('Pays')");
        await("Pays", "license-expired OPEN EXPIRED", "license-expired RESOLVED EXPIRED");
    }

    @Test
    void a_suspended_subscription_ends_when_it_says_and_stays_in_scope() throws SQLException {
        signUp("Suspended", "club", "NULL");
        bed.sql("UPDATE tenants SET status = 'suspended', subscription_status = 'suspended' WHERE id ="
                + " tenant('Suspended')");
        bed.settle("Suspended", HOLDS);
        assertThat(alerts("Suspended.")).isEmpty();
        assertThat(status("Suspended.").inScope()).isTrue();
        bed.sql("UPDATE tenants SET subscription_end_date = now() - interval '1 minute' WHERE id ="
                + " tenant('Suspended')");
        await("Suspended.", "license-expired OPEN EXPIRED");
    }

    @Test
    void a_downgrade_with_surviving_grants_raises_nothing_and_their_revocation_is_drift() throws SQLException {
        signUp("Smaller", "club", "NULL");
        bed.sql("SELECT hire(3, 'Smaller', 'bookkeeper'); INSERT INTO role_surface_bindings (role_id, surface_id)"
                + " VALUES (role('Smaller', 'bookkeeper'), surface('payroll page'))");
        bed.sql("""
                DELETE FROM tenant_feature_grants WHERE tenant_id = tenant('Smaller');
                UPDATE tenants SET subscription_offering_id = offering('studio') WHERE id = tenant('Smaller');
                INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source)
                    SELECT tenant('Smaller'), feature(code), source FROM (VALUES ('booking', 'package'),
                        ('members', 'package'), ('payroll', 'comp'), ('invoicing', 'comp')) kept (code, source)""");
        bed.settle("Smaller", HOLDS);
        assertThat(alerts("Smaller.")).isEmpty();
        bed.sql("DELETE FROM tenant_feature_grants WHERE tenant_id = tenant('Smaller') AND grant_source = 'comp'");
        await("Smaller.", "rbac-drift OPEN DRIFT");
        assertThat(status("Smaller.").drift().affectedUsers()).isEqualTo(3);
    }

    @Test
    void a_role_replacement_in_two_transactions_raises_nothing() throws SQLException {
        signUp("Swaps", "studio", "NULL");
        bed.sql("SELECT hire(19, 'Swaps', 'coach')");
        await("Swaps", "seat-utilization OPEN NEAR_LIMIT");
        for (int i = 0; i < 10; i++) {
            String user = bed.ask("SELECT user_id FROM user_roles WHERE tenant_id = tenant('Swaps') ORDER BY user_id"
                    + " OFFSET " + i + " LIMIT 1");
            bed.sql("DELETE FROM user_roles WHERE user_id = '" + user + "'");
            bed.sql("INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES (tenant('Swaps'), '" + user
                    + "', role('Swaps', 'front desk'))");
        }
        bed.settle("Swaps", HOLDS);
        assertThat(alerts("Swaps.")).containsExactly("seat-utilization OPEN NEAR_LIMIT");
    }

    @Test
    void a_delegated_role_that_is_deactivated_frees_its_seats_and_its_drift() throws SQLException {
        signUp("Delegates", "studio", "NULL");
        bed.sql("SELECT hire(2, 'Delegates', 'coach'); SELECT hire(3, 'Delegates', 'front desk');"
                + " INSERT INTO role_surface_bindings (role_id, surface_id)"
                + " VALUES (role('Delegates', 'front desk'), surface('payroll page'))");
        await("Delegates", "rbac-drift OPEN DRIFT");
        awaitStatus("Delegates", status -> status.seats().used() == 5);
        bed.sql("UPDATE roles SET is_active = false WHERE id = role('Delegates', 'front desk')");
        await("Delegates", "rbac-drift OPEN DRIFT", "rbac-drift RESOLVED DRIFT");
        awaitStatus(
                "Delegates",
                status -> status.seats().used() == 2 && status.drift().latentItems() == 0);
    }

    @Test
    void seats_go_over_90_100_and_120_percent_by_invitations_and_come_back() throws SQLException {
        signUp("Grows", "studio", "NULL");
        bed.sql("SELECT hire(18, 'Grows', 'coach')");
        bed.settle("Grows", HOLDS);
        assertThat(alerts("Grows.")).isEmpty();
        bed.sql("SELECT hire(1, 'Grows', 'coach')");
        await("Grows.", "seat-utilization OPEN NEAR_LIMIT");
        bed.sql("SELECT hire(2, 'Grows', 'coach')");
        await("Grows.", "seat-utilization OPEN NEAR_LIMIT", "seat-utilization UPDATED EXCEEDED");
        bed.sql("SELECT hire(4, 'Grows', 'coach')");
        await(
                "Grows.",
                "seat-utilization OPEN NEAR_LIMIT",
                "seat-utilization UPDATED EXCEEDED",
                "seat-utilization UPDATED CRITICAL");
        bed.sql("DELETE FROM user_roles WHERE id IN (SELECT id FROM user_roles WHERE tenant_id = tenant('Grows')"
                + " LIMIT 8)");
        await(
                "Grows.",
                "seat-utilization OPEN NEAR_LIMIT",
                "seat-utilization UPDATED EXCEEDED",
                "seat-utilization UPDATED CRITICAL",
                "seat-utilization RESOLVED CRITICAL");
    }

    @Test
    void deleting_a_tenant_with_a_thousand_rows_closes_its_alerts_and_raises_nothing() throws SQLException {
        // One transaction: how many users its first alert concerns must not depend on where a frontier falls.
        bed.sql("SELECT sign_up('Leaves', 'club', current_date - 3); SELECT hire(1000, 'Leaves', 'coach')");
        await("Leaves", "license-expired OPEN EXPIRED", "seat-utilization OPEN CRITICAL");
        bed.sql("DELETE FROM tenants WHERE id = tenant('Leaves')");
        await(
                "Leaves",
                "license-expired OPEN EXPIRED",
                "seat-utilization OPEN CRITICAL",
                "license-expired RESOLVED EXPIRED",
                "seat-utilization RESOLVED CRITICAL");
        String id = bed.ask("SELECT tenant('Leaves')");
        bed.until("its status is withdrawn", () -> bed.retired.containsKey(id));
        assertThat(bed.alerts.stream()
                        .filter(alert -> alert.tenantId().equals(id) && alert.sequence() > 1)
                        .map(AlertEvent::reason))
                .containsOnly("TENANT_CLOSED");
    }

    @Test
    void a_catalogue_change_for_five_thousand_tenants_does_not_delay_others() throws SQLException {
        bed.sql("""
                INSERT INTO product_offerings (id, code, name, tier, max_users)
                    VALUES (offering('mass'), 'mass', 'Mass', 'mass', 20);
                SELECT sign_up('Mass ' || i, 'mass') FROM generate_series(1, 5000) i;
                SELECT hire(1, 'Mass ' || i, 'coach') FROM generate_series(1, 5000) i""");
        bed.until("all of them", () -> massStatuses("NORMAL") == 5000);
        bed.sql("UPDATE product_offerings SET max_users = 1 WHERE code = 'mass'");
        bed.sql("UPDATE tenants SET name = 'Mass and others' WHERE id = tenant('Old Mill Pottery')");
        long changed = System.nanoTime();
        bed.until(
                "another change",
                () -> bed.statuses.stream().anyMatch(status -> "Mass and others".equals(status.tenantName())));
        Duration waited = Duration.ofNanos(System.nanoTime() - changed);
        bed.until("all of them", () -> massAlerts() == 5000);
        // Most of it is this test's own reading of 20,000 records; FanOutTest counts what a change waits for.
        assertThat(waited).isLessThan(Duration.ofSeconds(25));
        bed.sql("UPDATE product_offerings SET max_users = 20 WHERE code = 'mass'");
        bed.until("all of them are over", () -> massAlerts() == 10_000);
        bed.sql("UPDATE tenants SET name = 'Old Mill Pottery' WHERE id = tenant('Old Mill Pottery')");
    }

    private static long massStatuses(String stage) {
        return bed.statuses.stream()
                .filter(status -> status.tenantName() != null
                        && status.tenantName().startsWith("Mass ")
                        && status.seats().used() == 1
                        && status.seats().stage().equals(stage))
                .map(TenantStatus::tenantId)
                .distinct()
                .count();
    }

    private static long massAlerts() {
        return bed.alerts.stream()
                .filter(alert ->
                        alert.tenantName() != null && alert.tenantName().startsWith("Mass "))
                .count();
    }

    private static void signUp(String name, String offering, String expires) throws SQLException {
        bed.sql("SELECT sign_up('" + name + "', '" + offering + "', " + expires + ")");
    }

    private static void trial(String name, String left) throws SQLException {
        bed.sql("SELECT sign_up('" + name + "', 'club'); UPDATE tenants SET subscription_status = 'trial',"
                + " subscription_end_date = now() + interval '" + left + "' WHERE id = tenant('" + name + "')");
    }

    private static void renew(String name, String from) throws SQLException {
        bed.sql("INSERT INTO tenant_feature_grants (tenant_id, feature_id, starts_at) SELECT tenant_id, feature_id, "
                + from + " FROM tenant_feature_grants WHERE tenant_id = tenant('" + name + "')");
    }

    /** {@code rule status stage} of every alert of the tenant. */
    private static List<String> alerts(String name) throws SQLException {
        String id = idOf(name);
        return bed.alerts.stream()
                .filter(alert -> alert.tenantId().equals(id))
                .map(alert -> alert.rule() + " " + alert.status() + " " + alert.stage())
                .toList();
    }

    /** Alerts do not wait for the status, which is published once a second at most. */
    private static void awaitStatus(String name, Predicate<TenantStatus> expected) throws SQLException {
        String id = idOf(name);
        bed.until("the status of " + name, () -> {
            TenantStatus last = null;
            for (TenantStatus status : bed.statuses) {
                last = status.tenantId().equals(id) ? status : last;
            }
            return last != null && expected.test(last);
        });
    }

    private static TenantStatus status(String name) throws SQLException {
        String id = idOf(name);
        TenantStatus last = null;
        for (TenantStatus status : bed.statuses) {
            last = status.tenantId().equals(id) ? status : last;
        }
        assertThat(last).as("a status of %s", name).isNotNull();
        return Objects.requireNonNull(last);
    }

    /** A tenant that has been settled has a dot behind its name, and its id is still that of the name. */
    private static String idOf(String name) throws SQLException {
        return bed.ask("SELECT tenant('" + name.replace(".", "") + "')");
    }

    /** Exactly this is published, in any order, and soon. */
    private static void await(String name, String... expected) throws SQLException {
        String id = idOf(name);
        bed.until(
                String.join(", ", expected),
                () -> bed.alerts.stream()
                                .filter(alert -> alert.tenantId().equals(id))
                                .count()
                        >= expected.length);
        assertThat(alerts(name)).containsExactlyInAnyOrder(expected);
    }
}
