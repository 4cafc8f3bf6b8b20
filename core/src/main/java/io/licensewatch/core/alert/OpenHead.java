package io.licensewatch.core.alert;

import io.licensewatch.core.alert.AlertState.Open;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of an open alert that says whether an evaluation has to go further; stored first, so that the rest need not be read
 * for it.
 */
record OpenHead(Condition condition, Instant openedAt, boolean settled) {
    /** Null when no alert is open. */
    static @Nullable OpenHead read(byte[] stored) {
        return AlertRecord.readHead(stored);
    }

    /** Null when no alert is open. */
    static @Nullable OpenHead of(AlertState state) {
        return state instanceof Open open
                ? new OpenHead(open.published().condition(), open.openedAt(), open.pending() == null)
                : null;
    }

    TenantStatus.OpenAlert alert(Observation observation) {
        return new TenantStatus.OpenAlert(
                observation.rule().id(),
                observation.subject(),
                condition.stage(),
                condition.severity(),
                condition.level(),
                openedAt);
    }
}
