package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.ResyncCommand;
import io.licensewatch.schemas.alert.AlertEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resync makes good for deletes that never reached the topics; an alert that stays open is not published again. */
class ResyncedAlertsIT {
    private static final Duration HOLDS = Duration.ofSeconds(2);

    @TempDir
    private static Path directory;

    private static Testbed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = new Testbed(directory, Map.of("licensewatch.rules.seats-easing-hold", "1s"));
        bed.startApps();
        bed.until("the one alert of the sample", () -> bed.alerts.size() == 1);
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
    }

    @Test
    void a_resync_ends_alerts_that_followed_from_deleted_rows() throws Exception {
        loseDeletesAndResync("Reads one", "--table", "public.user_roles");
    }

    @Test
    void a_snapshot_of_everything_ends_it_too() throws Exception {
        loseDeletesAndResync("Reads all");
    }

    private static void loseDeletesAndResync(String tenant, String... which) throws SQLException {
        bed.sql("SELECT sign_up('" + tenant + "', 'studio', NULL); SELECT hire(25, '" + tenant + "', 'coach')");
        bed.until("critical", () -> alerts(tenant).equals(List.of("OPEN CRITICAL")));
        int before = bed.alerts.size();

        bed.sql("ALTER PUBLICATION licensewatch SET (publish = 'insert, update')");
        bed.sql("DELETE FROM user_roles WHERE tenant_id = tenant('" + tenant + "')");
        bed.settle(tenant, HOLDS);
        bed.sql("ALTER PUBLICATION licensewatch SET (publish = 'insert, update, delete, truncate')");
        assertThat(alerts(tenant)).as("the deletes were lost").containsExactly("OPEN CRITICAL");

        assertThat(resync(which)).isZero();
        bed.until("over", () -> alerts(tenant).equals(List.of("OPEN CRITICAL", "RESOLVED CRITICAL")));
        bed.settle(tenant, HOLDS);
        assertThat(bed.alerts).as("nothing else was published").hasSize(before + 1);
        assertThat(bed.deadLetters).isEmpty();
    }

    private static int resync(String... which) {
        List<String> arguments = new ArrayList<>(List.of(which));
        arguments.add("--postgres-url=" + bed.superuserUrl());
        arguments.add("--postgres-slot=" + WatchedSource.SLOT);
        return ResyncCommand.commandLine().execute(arguments.toArray(String[]::new));
    }

    private static List<String> alerts(String tenant) {
        return bed.alerts.stream()
                .filter(alert ->
                        tenant.equals(String.valueOf(alert.tenantName()).replaceAll("[.]+$", "")))
                .map(ResyncedAlertsIT::text)
                .toList();
    }

    private static String text(AlertEvent alert) {
        return alert.status() + " " + alert.stage();
    }
}
