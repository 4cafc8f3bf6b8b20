package io.licensewatch.schemas.action;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A decision of a person. Everybody with write access to the topic may decide: the broker's ACLs count, not the name in the
 * record.
 *
 * @param actionId unique; if it is repeated, the first record counts
 * @param kind decides which of the fields below are null
 * @param tenantId the tenant; {@code _system} for actions on all tenants, such as a pause of everything
 * @param commandId of APPROVE and REJECT: the command; else null
 * @param planHash of APPROVE: the plan that the person saw; else null
 * @param reason for the record; of REJECT and PAUSE never null
 * @param request of REQUEST: the requested command, of a type that {@link CommandType#isRequestable() can be requested}; else
 *     null
 * @param commandType of PAUSE and RESUME: commands of this type alone, null for all types; else null
 * @param by who decided, for the record
 * @param at by the writer's clock; also the record's timestamp
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
