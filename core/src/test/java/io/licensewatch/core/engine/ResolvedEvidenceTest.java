package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.source.Evidence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvedEvidenceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(new EngineSettings(100, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    @Test
    void a_resolved_alert_and_the_commands_that_it_cancels_cite_the_same_rows() {
        seats.offering("team", 2);
        seats.tenant("acme", "team");
        seats.hire("acme", "ann", "ben", "cid");
        seats.frontierAfter(SECOND);
        seats.leave("acme", "ben", "cid");
        seats.frontierAfter(SECOND);
        seats.frontierAfter(Duration.ofMinutes(2));

        AlertEvent resolved = task.alerts.get(task.alerts.size() - 1);
        List<RemediationCommand> cancels = task.published.commands.stream()
                .map(Published.Command::command)
                .filter(command -> command.kind() == CommandKind.CANCEL)
                .toList();
        assertThat(resolved.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(resolved.evidence()).extracting(Evidence::key).contains("{\"id\":\"cid\"}");
        assertThat(cancels)
                .isNotEmpty()
                .allSatisfy(cancel -> assertThat(cancel.precondition()).isEqualTo(resolved.evidence()));
    }
}
