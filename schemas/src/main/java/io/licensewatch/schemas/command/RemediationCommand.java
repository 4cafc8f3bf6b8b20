package io.licensewatch.schemas.command;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * States the desired result, never SQL. A CANCEL has the id of the command that it cancels.
 *
 * @param commandId deterministic from alert, episode, type, target and attempt
 * @param target what the command acts on within the tenant, such as {@code license} or a role id
 * @param parameters typed per command type
 * @param alertId the alert that issued it
 * @param eventId the transition that issued it (CANCEL: that cancelled it)
 * @param summary one sentence for a person
 * @param precondition the rows and positions that the decision is based on
 * @param attempt from 1
 * @param issuedAt source time
 * @param deadline source time after which it must not be executed
 * @param guard the values that the decision depends on, such as coveredUntil, or used and limit: if the database has other values
 *     by now, the worker reports STALE
 * @param bound of EXTEND_LICENSE: what ends the coverage of the features; else null
 * @param maxRows the most rows that the worker may change
 * @param approvalsRequired how many people have to approve the plan; 0 unless the mode is APPROVE
 * @param approvalReason why a command needs approval that would otherwise be AUTO; null if its mode is APPROVE anyway, or if it
 *     needs no approval
 * @param verifyBy null if no alert shows whether it worked
 * @param recurrence how often within 24 hours, this one included, a command of this type was issued for this tenant and target
 */
public record RemediationCommand(
        String commandId,
        CommandKind kind,
        CommandType type,
        String tenantId,
        String target,
        Map<String, @Nullable Object> parameters,
        String alertId,
        String eventId,
        String summary,
        CommandMode mode,
        List<Evidence> precondition,
        int attempt,
        Instant issuedAt,
        Instant deadline,
        Map<String, @Nullable Object> guard,
        @Nullable CommandBound bound,
        @JsonSetter(nulls = Nulls.AS_EMPTY) int maxRows,
        @JsonSetter(nulls = Nulls.AS_EMPTY) int approvalsRequired,
        @Nullable ApprovalReason approvalReason,
        @Nullable VerifyBy verifyBy,
        @JsonSetter(nulls = Nulls.AS_EMPTY) int recurrence,
        CommandOrigin origin) {
    public static final int DEFAULT_MAX_ROWS = 50;
    /** The longest lease of EXTEND_LICENSE; the worker's function in the database refuses a longer one. */
    public static final int MAX_EXTENSION_DAYS = 14;

    public RemediationCommand {
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(issuedAt, "issuedAt");
        Objects.requireNonNull(deadline, "deadline");
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        precondition = List.copyOf(precondition);
        // Commands of earlier releases lack the following fields.
        guard = guard == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(guard));
        maxRows = maxRows == 0 ? DEFAULT_MAX_ROWS : maxRows;
        approvalsRequired = mode == CommandMode.APPROVE ? Math.max(1, approvalsRequired) : 0;
        approvalReason = mode == CommandMode.APPROVE ? approvalReason : null;
        recurrence = Math.max(1, recurrence);
        origin = origin == null ? CommandOrigin.RULE : origin;
    }
}
