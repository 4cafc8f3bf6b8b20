package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.Asked.Outstanding;
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

/** Writes the commands of one transition. */
final class Drafting {
    private final RemedySettings settings;
    private final Rule rule;
    private final AlertEvent event;
    private final Duration hold;
    private final Precedents precedents;
    private final List<RemediationCommand> cancels = new ArrayList<>();
    private final List<RemediationCommand> issues = new ArrayList<>();

    Drafting(RemedySettings settings, Rule rule, AlertEvent event, Duration hold, Precedents precedents) {
        this.settings = settings;
        this.rule = rule;
        this.event = event;
        this.hold = hold;
        this.precedents = precedents;
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
            if (stillFits(wish, outstanding) && !isDue(rule, id(former), precedents)) {
                return former;
            }
            cancel(former, outstanding);
        }
        return issue(wish, former.attempt() + 1);
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

    private boolean stillFits(Wish wish, Outstanding outstanding) {
        boolean lapsed = !outstanding.deadline().isAfter(event.occurredAt());
        boolean same = outstanding.parameters().equals(wish.parameters().asJson());
        return !wish.renewable() || (same && !lapsed);
    }

    private String id(Asked one) {
        return CommandId.of(event.alertId(), event.episode(), one.type(), one.target(), one.attempt());
    }

    private Asked issue(Wish wish, int attempt) {
        return issue(wish, attempt, terms(wish).asks(rule, precedents), Verification.by(wish.type(), event, hold));
    }

    /**
     * At the end of an episode, of which no alert is left to judge it by; nobody has to remember it. It repairs nothing: however
     * many tenants had the incident, nobody has to approve it.
     */
    void issueAfterwards(Wish wish) {
        issue(wish, 1, terms(wish), null);
    }

    private Terms terms(Wish wish) {
        return Terms.of(wish.type(), wish.target(), settings, precedents, event.occurredAt());
    }

    private Asked issue(Wish wish, int attempt, Terms terms, @Nullable VerifyBy verifyBy) {
        CommandType type = wish.type();
        Outstanding outstanding = new Outstanding(
                wish.parameters().asJson(),
                terms.mode(),
                event.occurredAt().plus(settings.deadline(type)),
                wish.parameters().summary(event.tenantName() == null ? event.tenantId() : event.tenantName()));
        Asked asked = new Asked(type, wish.target(), attempt, outstanding);
        issues.add(command(
                CommandKind.ISSUE,
                asked,
                outstanding,
                outstanding.summary(),
                terms.reason(),
                wish.guard(),
                wish.bound(),
                verifyBy,
                precedents.issued(type, wish.target(), event.occurredAt()) + 1));
        return asked;
    }

    private void cancel(Asked one, Outstanding outstanding) {
        if (!precedents.ended(id(one))) {
            String summary = "No longer wanted: " + outstanding.summary();
            cancels.add(command(CommandKind.CANCEL, one, outstanding, summary, null, Map.of(), null, null, 1));
        }
    }

    private RemediationCommand command(
            CommandKind kind,
            Asked one,
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
