package io.licensewatch.core.alert;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluation of an alert leads to: what to store, and what to publish.
 *
 * @param store what replaces the stored alert; null when nothing changed
 * @param event the transition to publish; null when there is none
 * @param commands to publish, in this order
 * @param cause the event that the commands refer to: the transition, or without one the last event of the episode
 * @param retire whether the topic of current alerts is to forget the alert
 * @param wakeAt when time alone can lead further; {@link Instant#MAX} for never
 * @param open the alert as published, if it is open now
 * @param severityBefore as published before; null if it was not open
 */
public record AlertOutcome(
        @Nullable StoredAlert store,
        @Nullable AlertEvent event,
        List<RemediationCommand> commands,
        @Nullable AlertEvent cause,
        boolean retire,
        Instant wakeAt,
        TenantStatus.@Nullable OpenAlert open,
        @Nullable Severity severityBefore) {
    static final AlertOutcome NOTHING = new AlertOutcome(null, null, List.of(), null, false, Instant.MAX, null, null);

    static AlertOutcome unchanged(TenantStatus.OpenAlert open) {
        return new AlertOutcome(null, null, List.of(), null, false, Instant.MAX, open, open.severity());
    }

    /** When the open episode began; null while none is open. */
    public @Nullable Instant openedAt() {
        return open == null ? null : open.openedAt();
    }

    /** Whether the alert became CRITICAL. One that a snapshot brought does not count: nobody knows since when it has been critical. */
    public boolean becameCritical() {
        return event != null
                && event.severity() == Severity.CRITICAL
                && severityBefore != Severity.CRITICAL
                && event.status() != AlertStatus.RESOLVED
                && !event.reason().equals(Reason.SEEDED.name());
    }

    AlertOutcome with(AlertEvent published) {
        return new AlertOutcome(store, published, commands, cause, retire, wakeAt, open, severityBefore);
    }
}
