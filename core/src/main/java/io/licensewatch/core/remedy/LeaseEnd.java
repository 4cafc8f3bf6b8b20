package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The command that ends an extension: it puts back what the extension has moved. */
public final class LeaseEnd {
    private LeaseEnd() {}

    public static String commandId(String leaseCommandId) {
        return CommandId.ofLeaseEnd(leaseCommandId);
    }

    /** @param now source time, at or after the lease's end */
    public static RemediationCommand of(
            String tenantId,
            String leaseCommandId,
            String alertId,
            String eventId,
            String target,
            CommandOrigin origin,
            Instant now,
            RemedySettings settings) {
        CommandType type = CommandType.END_EXTENSION;
        CommandMode mode = settings.mode(type);
        return new RemediationCommand(
                commandId(leaseCommandId),
                CommandKind.ISSUE,
                type,
                tenantId,
                target,
                Map.of("leaseCommandId", leaseCommandId),
                alertId,
                eventId,
                "End the extension of " + tenantId + ": put back what it has moved.",
                mode,
                List.of(),
                1,
                now,
                now.plus(settings.deadline(type)),
                Map.of(),
                null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                mode == CommandMode.APPROVE ? settings.approvals(type) : 0,
                null,
                null,
                1,
                origin);
    }
}
