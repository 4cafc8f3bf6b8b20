package io.licensewatch.core.alert;

import io.licensewatch.core.alert.Transition.Change;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import org.jspecify.annotations.Nullable;

/** One look at one alert, as a function of its arguments alone. */
final class AlertLifecycle {
    private AlertLifecycle() {}

    static Transition step(AlertState state, Observation observation, Moment moment) {
        if (observation instanceof Observation.Holds holds) {
            return state.holds(holds.finding(), moment);
        }
        if (observation instanceof Observation.Absent absent) {
            return state.absent(absent.reason(), moment);
        }
        return state.unknown(moment);
    }

    /** The change with the name of whom it concerns. */
    static AlertEvent event(AlertIdentity identity, @Nullable String tenantName, Change change) {
        String alertId = identity.alertId();
        Told told = change.told();
        return new AlertEvent(
                alertId + ':' + change.episode() + ':' + change.sequence(),
                alertId,
                change.episode(),
                change.sequence(),
                identity.tenantId(),
                tenantName,
                identity.rule().id(),
                identity.subject(),
                change.status(),
                change.reason(),
                told.standing().stage(),
                told.standing().severity(),
                told.standing().level(),
                told.routes(),
                change.status() == AlertStatus.RESOLVED ? Ending.summary(change) : told.summary(),
                told.measurement(),
                told.affectedUsers(),
                told.details(),
                change.openedAt(),
                change.occurredAt(),
                told.evidence(),
                identity.rule().version());
    }
}
