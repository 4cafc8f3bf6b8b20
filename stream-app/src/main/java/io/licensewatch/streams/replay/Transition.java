package io.licensewatch.streams.replay;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.time.Instant;

/**
 * A step of an alert, as far as two runs are compared by it.
 *
 * @param pages whether it is routed to a pager
 */
record Transition(
        Instant at, AlertStatus status, String reason, String stage, Severity severity, Level level, boolean pages) {
    static Transition of(AlertEvent event) {
        return new Transition(
                event.occurredAt(),
                event.status(),
                event.reason(),
                event.stage(),
                event.severity(),
                event.level(),
                event.status() != AlertStatus.RESOLVED && event.routes().contains(Route.PAGE));
    }

    /** Whether both say the same, whenever it is. */
    boolean saysAs(Transition other) {
        return status == other.status
                && stage.equals(other.stage)
                && severity == other.severity
                && level == other.level;
    }
}
