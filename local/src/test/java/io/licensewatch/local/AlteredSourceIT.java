package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.demo.SampleDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source's tables are altered while both apps run: what is published stays true. */
class AlteredSourceIT {
    private static final Duration HOLDS = Duration.ofSeconds(2);

    @TempDir
    private static Path directory;

    private static Testbed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = new Testbed(
                directory,
                Map.of("licensewatch.rules.seats-easing-hold", "1s"),
                AlteredSourceIT::createWithoutActiveAssignments);
        bed.startApps();
        bed.until("the one alert of the sample", () -> bed.alerts.size() == 1);
    }

    private static void createWithoutActiveAssignments(Connection connection) throws SQLException {
        SampleDatabase.createIn(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE user_roles DROP COLUMN is_active");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
    }

    @Test
    void a_column_that_says_which_assignments_count_may_come_and_go() throws SQLException {
        bed.sql("SELECT sign_up('Joins', 'studio', NULL); SELECT hire(25, 'Joins', 'coach')");
        await("Joins", "seat-utilization OPEN CRITICAL");
        bed.sql("ALTER TABLE user_roles ADD COLUMN is_active boolean NOT NULL DEFAULT true");
        bed.settle("Joins", HOLDS);
        assertThat(alerts("Joins")).hasSize(1);

        bed.sql("UPDATE user_roles SET is_active = false WHERE id IN (SELECT id FROM user_roles"
                + " WHERE tenant_id = tenant('Joins') ORDER BY id LIMIT 15)");
        await("Joins", "seat-utilization OPEN CRITICAL", "seat-utilization RESOLVED CRITICAL");

        bed.sql("ALTER TABLE user_roles DROP COLUMN is_active; UPDATE user_roles SET is_primary = NOT is_primary");
        await(
                "Joins",
                "seat-utilization OPEN CRITICAL",
                "seat-utilization RESOLVED CRITICAL",
                "seat-utilization OPEN CRITICAL");
        assertThat(bed.deadLetters).isEmpty();
    }

    @Test
    void dates_that_become_instants_keep_their_meaning_when_the_rows_are_written_again() throws SQLException {
        bed.sql("SELECT sign_up('Stamps', 'club', current_date + 5)");
        await("Stamps", "license-expiring OPEN SOON");
        int alerts = bed.alerts.size();
        bed.sql("""
                ALTER TABLE tenant_feature_grants ALTER COLUMN expires_at TYPE timestamptz
                    USING (expires_at + 1)::timestamp AT TIME ZONE 'UTC';
                UPDATE tenant_feature_grants SET updated_at = now()""");
        bed.settle("Stamps", HOLDS);
        assertThat(bed.alerts).hasSize(alerts);

        bed.sql("UPDATE tenant_feature_grants SET expires_at = now() + interval '3 seconds'"
                + " WHERE tenant_id = tenant('Stamps')");
        await(
                "Stamps",
                "license-expiring OPEN SOON",
                "license-expiring UPDATED FINAL",
                "license-expiring RESOLVED FINAL",
                "license-expired OPEN EXPIRED");
    }

    @Test
    void a_limit_may_come_as_text_and_what_is_no_number_stops_nothing() throws SQLException {
        bed.sql("SELECT sign_up('Counts', 'studio', NULL); SELECT hire(15, 'Counts', 'coach');"
                + " SELECT sign_up('Others', 'club', NULL)");
        bed.settle("Counts", HOLDS);
        bed.sql("ALTER TABLE product_offerings ALTER COLUMN max_users TYPE numeric(10, 2);"
                + " UPDATE product_offerings SET max_users = 14 WHERE code = 'studio'");
        await("Counts", "seat-utilization OPEN EXCEEDED");

        bed.sql("ALTER TABLE product_offerings ALTER COLUMN max_users TYPE text;"
                + " UPDATE product_offerings SET max_users = 'fourteen' WHERE code = 'studio'");
        bed.until(
                "a dead letter",
                () -> bed.deadLetters.stream()
                        .anyMatch(letter -> letter.headers().toString().contains("max_users is not a whole number")));
        bed.sql("UPDATE tenant_feature_grants SET expires_at = current_date - 1 WHERE tenant_id = tenant('Others')");
        await("Others", "license-expired OPEN EXPIRED");
        assertThat(alerts("Counts")).hasSize(1);

        bed.sql("UPDATE product_offerings SET max_users = '20' WHERE code = 'studio'");
        await("Counts", "seat-utilization OPEN EXCEEDED", "seat-utilization RESOLVED EXCEEDED");
        bed.deadLetters.clear();

        bed.sql("ALTER TABLE product_offerings ALTER COLUMN max_users TYPE numeric USING max_users::numeric;"
                + " UPDATE product_offerings SET max_users = 'Infinity' WHERE code = 'studio'");
        bed.until("no limit", () -> stageOf("Counts").equals("UNLIMITED"));
        bed.sql("UPDATE product_offerings SET max_users = 'NaN' WHERE code = 'studio'");
        bed.until("a limit that nobody knows", () -> stageOf("Counts").equals("UNKNOWN_LIMIT"));
        bed.sql("UPDATE product_offerings SET max_users = 20 WHERE code = 'studio'");
        bed.until("as it was", () -> stageOf("Counts").equals("NORMAL"));
        assertThat(bed.deadLetters).isEmpty();
    }

    @Test
    void values_of_a_megabyte_are_taken_stored_and_told_as_others_are() throws SQLException {
        String large = "(SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 32768))";
        bed.sql("SELECT sign_up('Large', 'chain', NULL, false)");
        bed.settle("Large", HOLDS);
        int letters = bed.deadLetters.size();
        bed.sql("INSERT INTO onboarding_progress (tenant_id, completed_steps) SELECT tenant('Large'), ARRAY[" + large
                + "];" + " UPDATE product_offerings SET name = " + large + " WHERE code = 'chain'");
        bed.until(
                "a status with the large step",
                () -> bed.statuses.stream()
                        .anyMatch(status -> status.onboarding() != null
                                && status.onboarding().completedSteps().stream()
                                        .anyMatch(step -> step.length() == 1 << 20)));
        bed.sql("ALTER TABLE onboarding_progress ALTER COLUMN is_completed DROP DEFAULT,"
                + " ALTER COLUMN is_completed TYPE text USING 'perhaps';"
                + " UPDATE onboarding_progress SET updated_at = now() WHERE tenant_id = tenant('Large')");
        bed.until("a dead letter", () -> bed.deadLetters.size() > letters);
        assertThat(bed.deadLetters.get(letters).value()).hasSize(64 << 10);
        assertThat(Long.parseLong(bed.deadLetters.get(letters).headers().get("origin-bytes")))
                .as("old and new row")
                .isGreaterThan(2 << 20);
        bed.sql("UPDATE tenant_feature_grants SET expires_at = current_date - 1 WHERE tenant_id = tenant('Large')");
        bed.until("an alert behind all that", () -> toldOf("Large", "license-expired"));
        bed.deadLetters.clear();
    }

    /** As published last; a tenant that was settled has another name since. */
    private static String stageOf(String name) {
        return bed.statuses.stream()
                .filter(status ->
                        status.tenantName() != null && status.tenantName().startsWith(name))
                .reduce((first, last) -> last)
                .map(status -> status.seats().stage())
                .orElse("");
    }

    private static boolean toldOf(String name, String rule) {
        try {
            return alerts(name).stream().anyMatch(alert -> alert.startsWith(rule));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> alerts(String name) throws SQLException {
        String id = bed.ask("SELECT tenant('" + name + "')");
        return bed.alerts.stream()
                .filter(alert -> alert.tenantId().equals(id))
                .map(alert -> alert.rule() + " " + alert.status() + " " + alert.stage())
                .toList();
    }

    /** Exactly this is published, and soon. */
    private static void await(String name, String... expected) throws SQLException {
        String id = bed.ask("SELECT tenant('" + name + "')");
        bed.until(
                String.join(", ", expected),
                () -> bed.alerts.stream()
                                .filter(alert -> alert.tenantId().equals(id))
                                .count()
                        >= expected.length);
        assertThat(alerts(name)).containsExactlyInAnyOrder(expected);
    }
}
