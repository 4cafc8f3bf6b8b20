package io.licensewatch.core.alert;

import io.licensewatch.core.alert.Transition.Change;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.EventId;
import org.jspecify.annotations.Nullable;

/** One evaluation of one alert, as a function of its arguments alone. */
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

    /** The event of a change. */
    static AlertEvent event(AlertIdentity identity, @Nullable String tenantName, Change change) {
        String alertId = identity.alertId();
        PublishedAlert published = change.published();
        return new AlertEvent(
                new EventId(alertId, change.episode(), change.sequence()).text(),
                alertId,
                change.episode(),
                change.sequence(),
                identity.tenantId(),
                tenantName,
                identity.rule().id(),
                identity.subject(),
                change.status(),
                change.reason(),
                published.condition().stage(),
                published.condition().severity(),
                published.condition().level(),
                published.routes(),
                change.status() == AlertStatus.RESOLVED ? Ending.summary(change) : published.summary(),
                published.measurement(),
                published.affectedUsers(),
                published.details(),
                change.openedAt(),
                change.occurredAt(),
                published.evidence(),
                identity.rule().version());
    }
}
