package io.licensewatch.core.alert;

import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances in which the alerts of one owner are evaluated at a frontier.
 *
 * @param tenantId the owner; {@link AlertEvent#SYSTEM_TENANT} for the system
 * @param tenantName null where the source has none
 * @param now source time of the frontier
 * @param seeded whether this is the first evaluation after a snapshot became complete
 * @param skippedAt the last time at which an evaluation that was due was skipped. A condition that began before then may have been
 *     interrupted, so its duration starts again. {@link Instant#MIN} for never
 * @param resolution completes the event of an alert that resolves
 */
public record AlertContext(
        String tenantId,
        @Nullable String tenantName,
        Instant now,
        boolean seeded,
        Instant skippedAt,
        Resolution resolution) {}
