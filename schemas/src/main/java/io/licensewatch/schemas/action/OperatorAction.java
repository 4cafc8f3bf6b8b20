package io.licensewatch.schemas.action;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided. Who may write to the topic may decide: the broker's rights are what counts, not the name in the record.
 *
 * @param actionId unique; of a repeated one the first counts
 * @param kind decides which of the fields below are null
 * @param tenantId the tenant; {@code _system} for what concerns all, such as a pause of all tenants
 * @param commandId of APPROVE and REJECT: the command; else null
 * @param planHash of APPROVE: the plan that was seen; else null
 * @param reason for the record; of REJECT and PAUSE never null
 * @param request of REQUEST: what is wanted, of a type that {@link CommandType#isRequestable() can be requested}; else null
 * @param commandType of PAUSE and RESUME: commands of this type alone, null for all types; else null
 * @param by who decided, for the record
 * @param at by the clock of whoever wrote it; also the record's timestamp
 */
public record OperatorAction(
        String actionId,
        ActionKind kind,
        String tenantId,
        @Nullable String commandId,
        @Nullable String planHash,
        @Nullable String reason,
        @Nullable Request request,
        @Nullable CommandType commandType,
        String by,
        Instant at) {

    public OperatorAction {
        Objects.requireNonNull(actionId, "actionId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(at, "at");
        switch (kind) {
            case APPROVE -> {
                Objects.requireNonNull(commandId, "commandId");
                Objects.requireNonNull(planHash, "planHash");
            }
            case REJECT -> {
                Objects.requireNonNull(commandId, "commandId");
                Objects.requireNonNull(reason, "reason");
            }
            case REQUEST -> Objects.requireNonNull(request, "request");
            case PAUSE -> Objects.requireNonNull(reason, "reason");
            case RESUME -> {}
        }
    }

    /** @param target as in a command */
    public record Request(CommandType type, String target, Map<String, @Nullable Object> parameters) {
        public Request {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(target, "target");
            parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        }
    }
}
