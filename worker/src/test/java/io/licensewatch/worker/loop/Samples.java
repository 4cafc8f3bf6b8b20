package io.licensewatch.worker.loop;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sample records of the contract. */
final class Samples {
    private static final Instant NOW = Instant.parse("2026-03-25T00:00:00Z");

    private Samples() {}

    static RemediationCommand command(String id, String tenant, CommandType type) {
        return new RemediationCommand(
                id,
                CommandKind.ISSUE,
                type,
                tenant,
                "target",
                Map.of(),
                "alert",
                "alert:1:1",
                "Do it.",
                CommandMode.AUTO,
                List.of(),
                1,
                NOW,
                NOW,
                Map.of(),
                null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                0,
                null,
                null,
                1,
                CommandOrigin.RULE);
    }

    static OperatorAction action(ActionKind kind, String tenant) {
        OperatorAction.Request request = kind == ActionKind.REQUEST
                ? new OperatorAction.Request(CommandType.CLEAR_CACHES, "caches", Map.of())
                : null;
        return new OperatorAction("a", kind, tenant, "c", "hash", "reason", request, null, "ada", NOW);
    }

    static RemediationResult result(String commandId, String tenant) {
        return new RemediationResult(
                commandId + ":1",
                commandId,
                "alert",
                tenant,
                CommandType.CLEAR_CACHES,
                CommandState.ISSUED,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                new RemediationResult.Worker("w", "1"),
                0,
                NOW,
                NOW,
                null,
                null);
    }
}
