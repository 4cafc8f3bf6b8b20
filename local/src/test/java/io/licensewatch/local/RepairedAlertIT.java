package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Evidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the message in Postgres' log to the alert: what a command has repaired says so. */
class RepairedAlertIT {
    @TempDir
    private static Path directory;

    @Test
    void the_evidence_of_a_resolved_alert_names_the_command_that_repaired_it() throws Exception {
        try (Testbed bed = new Testbed(directory, Map.of("licensewatch.rules.seats-easing-hold", "1s"))) {
            bed.startApps();
            bed.sql("SELECT sign_up('Repaired', 'studio', NULL); SELECT hire(25, 'Repaired', 'coach')");
            bed.until("critical", () -> statuses(bed).equals(List.of("OPEN")));
            assertThat(commands(bed)).isEmpty();

            bed.sql("SELECT pg_logical_emit_message(true, 'licensewatch.command', '51d3a7c900008761');"
                    + " DELETE FROM user_roles WHERE tenant_id = tenant('Repaired')");
            bed.until("repaired", () -> statuses(bed).equals(List.of("OPEN", "RESOLVED")));

            assertThat(commands(bed)).containsExactly("51d3a7c900008761");
        }
    }

    private static List<String> statuses(Testbed bed) {
        return alerts(bed).stream().map(alert -> alert.status().name()).toList();
    }

    /** Of the newest. */
    private static List<String> commands(Testbed bed) {
        List<AlertEvent> alerts = alerts(bed);
        return alerts.get(alerts.size() - 1).evidence().stream()
                .map(Evidence::commandId)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<AlertEvent> alerts(Testbed bed) {
        return bed.alerts.stream()
                .filter(alert -> String.valueOf(alert.tenantName()).startsWith("Repaired"))
                .toList();
    }
}
