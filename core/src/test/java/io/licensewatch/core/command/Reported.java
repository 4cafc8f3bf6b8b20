package io.licensewatch.core.command;

import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker reports of a command. */
public final class Reported {
    private Reported() {}

    /** Carried out, so that its effect is before a position of the log. */
    public static RemediationResult applied(RemediationCommand command, int number, long lsn, Instant finishedAt) {
        return of(command, number, CommandState.APPLIED, null, Lsn.text(lsn), finishedAt);
    }

    public static RemediationResult state(RemediationCommand command, int number, CommandState state) {
        return of(command, number, state, null, null, null);
    }

    public static RemediationResult held(RemediationCommand command, int number, String reason) {
        return of(command, number, CommandState.HELD, reason, null, null);
    }

    public static RemediationResult of(
            RemediationCommand command,
            int number,
            CommandState state,
            @Nullable String reason,
            @Nullable String effectiveLsn,
            @Nullable Instant finishedAt) {
        return new RemediationResult(
                command.commandId() + ":" + number,
                command.commandId(),
                command.alertId(),
                command.tenantId(),
                command.type(),
                state,
                reason,
                null,
                state == CommandState.APPLIED ? 1L : null,
                List.of(),
                effectiveLsn,
                List.of(),
                new RemediationResult.Worker("worker-1", "1.0"),
                1,
                finishedAt == null ? command.issuedAt() : finishedAt,
                command.issuedAt(),
                finishedAt,
                null);
    }
}
