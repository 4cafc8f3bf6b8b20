package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.IssuedCommand.Outstanding;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands that one transition leads to, as they are written. */
final class Reconciliation {
    private final RemedySettings settings;
    private final Rule rule;
    private final AlertEvent event;
    private final Duration easing;
    private final Precedents precedents;
    private final List<RemediationCommand> cancels = new ArrayList<>();
    private final List<RemediationCommand> issues = new ArrayList<>();

    Reconciliation(RemedySettings settings, Rule rule, AlertEvent event, Duration easing, Precedents precedents) {
        this.settings = settings;
        this.rule = rule;
        this.event = event;
        this.easing = easing;
        this.precedents = precedents;
    }

    /** CANCELs come first, so that a worker never has two attempts at the same at once. */
    List<RemediationCommand> commands() {
        return Stream.concat(cancels.stream(), issues.stream()).toList();
    }

    /** The alert no longer calls for it. */
    IssuedCommand unwanted(IssuedCommand one, boolean stillOpen) {
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

    /** The alert calls for it, whether or not it was issued before. */
    IssuedCommand wanted(DesiredCommand desired, @Nullable IssuedCommand former) {
        if (former == null) {
            return issue(desired, 1);
        }
        Outstanding outstanding = former.outstanding();
        if (outstanding != null) {
            if (stillFits(desired, outstanding) && !isDue(rule, id(former), precedents)) {
                return former;
            }
            cancel(former, outstanding);
        }
        return issue(desired, former.attempt() + 1);
    }

    /**
     * Whether another attempt is due: it was carried out and did not help, or it may be carried out without a person while
     * several tenants have the same incident. That one is taken back and issued again for a person to approve. The worker answers
     * a CANCEL by the state of its ledger, in which one of CANCEL and execution is first; to change the mode of what is on its
     * way would need a way of its own, and a race of its own.
     */
    static boolean isDue(Rule rule, String commandId, Precedents precedents) {
        return precedents.spent(commandId) || (precedents.storm(rule) && precedents.unattended(commandId));
    }

    private boolean stillFits(DesiredCommand desired, Outstanding outstanding) {
        boolean lapsed = !outstanding.deadline().isAfter(event.occurredAt());
        boolean same = outstanding.parameters().equals(desired.parameters().asJson());
        return !desired.renewable() || (same && !lapsed);
    }

    private String id(IssuedCommand one) {
        return CommandId.of(event.alertId(), event.episode(), one.type(), one.target(), one.attempt());
    }

    private IssuedCommand issue(DesiredCommand desired, int attempt) {
        return issue(
                desired,
                attempt,
                terms(desired).asks(rule, precedents),
                Verification.by(desired.type(), event, easing));
    }

    /**
     * At the end of an episode, of which no alert is left to judge it by; nobody has to remember it. It repairs nothing: however
     * many tenants had the incident, nobody has to approve it.
     */
    void issueAfterwards(DesiredCommand desired) {
        issue(desired, 1, terms(desired), null);
    }

    private Terms terms(DesiredCommand desired) {
        return Terms.of(desired.type(), desired.target(), settings, precedents, event.occurredAt());
    }

    private IssuedCommand issue(DesiredCommand desired, int attempt, Terms terms, @Nullable VerifyBy verifyBy) {
        CommandType type = desired.type();
        Outstanding outstanding = new Outstanding(
                desired.parameters().asJson(),
                terms.mode(),
                event.occurredAt().plus(settings.deadline(type)),
                desired.parameters().summary(event.tenantName() == null ? event.tenantId() : event.tenantName()));
        IssuedCommand issued = new IssuedCommand(type, desired.target(), attempt, outstanding);
        issues.add(command(
                CommandKind.ISSUE,
                issued,
                outstanding,
                outstanding.summary(),
                terms.reason(),
                desired.guard(),
                desired.bound(),
                verifyBy,
                precedents.issuedWithinADay(type, desired.target(), event.occurredAt()) + 1));
        return issued;
    }

    private void cancel(IssuedCommand one, Outstanding outstanding) {
        if (!precedents.ended(id(one))) {
            String summary = "No longer wanted: " + outstanding.summary();
            cancels.add(command(CommandKind.CANCEL, one, outstanding, summary, null, Map.of(), null, null, 1));
        }
    }

    private RemediationCommand command(
            CommandKind kind,
            IssuedCommand one,
            Outstanding outstanding,
            String summary,
            @Nullable ApprovalReason reason,
            Map<String, @Nullable Object> guard,
            @Nullable CommandBound bound,
            @Nullable VerifyBy verifyBy,
            int recurrence) {
        Instant now = event.occurredAt();
        return new RemediationCommand(
                id(one),
                kind,
                one.type(),
                event.tenantId(),
                one.target(),
                outstanding.parameters(),
                event.alertId(),
                event.eventId(),
                summary,
                outstanding.mode(),
                event.evidence(),
                one.attempt(),
                now,
                outstanding.deadline(),
                guard,
                bound,
                RemediationCommand.DEFAULT_MAX_ROWS,
                outstanding.mode() == CommandMode.APPROVE ? settings.approvals(one.type()) : 0,
                reason,
                verifyBy,
                recurrence,
                CommandOrigin.RULE);
    }
}
