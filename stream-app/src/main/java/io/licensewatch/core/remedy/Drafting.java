package io.licensewatch.core.remedy;

import io.licensewatch.core.remedy.Asked.Outstanding;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the commands of one transition. */
final class Drafting {
    private final RemedySettings settings;
    private final AlertEvent event;
    private final List<RemediationCommand> cancels = new ArrayList<>();
    private final List<RemediationCommand> issues = new ArrayList<>();

    Drafting(RemedySettings settings, AlertEvent event) {
        this.settings = settings;
        this.event = event;
    }

    /** What is taken back comes first, so that a worker never has two attempts of the same at once. */
    List<RemediationCommand> commands() {
        return Stream.concat(cancels.stream(), issues.stream()).toList();
    }

    /** The alert does not call for it, or not any more. */
    Asked unwanted(Asked one, boolean stillOpen) {
        Outstanding outstanding = one.outstanding();
        if (outstanding == null) {
            return one;
        }
        boolean deemedDone = stillOpen && one.type() == CommandType.NOTIFY_TENANT_ADMIN;
        if (!deemedDone) {
            cancel(one, outstanding);
        }
        return one.settled();
    }

    /** The alert calls for it, whether or not it was asked before. */
    Asked wanted(Wish wish, @Nullable Asked former) {
        if (former == null) {
            return issue(wish, 1);
        }
        Outstanding outstanding = former.outstanding();
        if (outstanding != null) {
            if (stillFits(wish, outstanding)) {
                return former;
            }
            cancel(former, outstanding);
        }
        return issue(wish, former.attempt() + 1);
    }

    private boolean stillFits(Wish wish, Outstanding outstanding) {
        boolean lapsed = !outstanding.deadline().isAfter(event.occurredAt());
        boolean same = outstanding.parameters().equals(wish.parameters().asJson());
        return !wish.renewable() || (same && !lapsed);
    }

    /** Issues it; nobody has to remember what is asked last, at the end of an episode. */
    Asked issue(Wish wish, int attempt) {
        CommandType type = wish.type();
        Outstanding outstanding = new Outstanding(
                wish.parameters().asJson(),
                settings.mode(type),
                event.occurredAt().plus(settings.deadline(type)),
                wish.parameters().summary(event.tenantName() == null ? event.tenantId() : event.tenantName()));
        issues.add(command(CommandKind.ISSUE, type, wish.target(), attempt, outstanding, outstanding.summary()));
        return new Asked(type, wish.target(), attempt, outstanding);
    }

    private void cancel(Asked one, Outstanding outstanding) {
        String summary = "No longer wanted: " + outstanding.summary();
        cancels.add(command(CommandKind.CANCEL, one.type(), one.target(), one.attempt(), outstanding, summary));
    }

    private RemediationCommand command(
            CommandKind kind, CommandType type, String target, int attempt, Outstanding outstanding, String summary) {
        Instant now = event.occurredAt();
        return new RemediationCommand(
                CommandId.of(event.alertId(), event.episode(), type, target, attempt),
                kind,
                type,
                event.tenantId(),
                target,
                outstanding.parameters(),
                event.alertId(),
                event.eventId(),
                summary,
                outstanding.mode(),
                event.evidence(),
                attempt,
                now,
                outstanding.deadline(),
                Map.of(),
                null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                outstanding.mode() == CommandMode.APPROVE ? 1 : 0,
                null,
                1,
                CommandOrigin.RULE);
    }
}
