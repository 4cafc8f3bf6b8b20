package io.licensewatch.schemas.result;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Objects;

/**
 * Whether an applied command worked, according to the change stream. A later verdict on the same command replaces the former one.
 *
 * @param verdictId {@code commandId:verdict:n}, n from 1
 * @param reason such as CLEARED, ITEM_CLEARED, STILL_OPEN, CLEARED_LATER
 * @param effectiveLsn as in the result
 * @param frontierLsn of the frontier that proves it
 * @param judgedAt source time of that frontier; also the record's timestamp
 */
public record Verdict(
        String verdictId,
        String commandId,
        String alertId,
        String tenantId,
        CommandType type,
        Effect effect,
        String reason,
        String effectiveLsn,
        String frontierLsn,
        Instant judgedAt) {
    public Verdict {
        Objects.requireNonNull(verdictId, "verdictId");
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(effectiveLsn, "effectiveLsn");
        Objects.requireNonNull(frontierLsn, "frontierLsn");
        Objects.requireNonNull(judgedAt, "judgedAt");
    }
}
