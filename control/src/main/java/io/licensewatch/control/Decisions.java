package io.licensewatch.control;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.RemediationResult.Approval;
import io.licensewatch.schemas.result.RemediationResult.Plan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates actions for the decisions of a person, or refuses decisions that would have no effect. The worker checks everything
 * again, with the database's clock and the plan at that time.
 *
 * @param by who decides
 * @param now time of the decision
 */
public record Decisions(String by, Instant now) {
    private static final Set<CommandState> BEFORE_ITS_EFFECT =
            EnumSet.of(CommandState.ISSUED, CommandState.AWAITING_APPROVAL, CommandState.APPROVED, CommandState.HELD);

    public Decisions {
        now = now.truncatedTo(ChronoUnit.MILLIS); // with the precision of the record's timestamp
    }

    /**
     * @param planHash the plan that the person saw; null for the current one
     * @throws RefusedException if the command does not wait for this approval
     */
    public OperatorAction approve(CommandView view, @Nullable String planHash) {
        requireUndecided(view, "approved", view.isIn(CommandState.AWAITING_APPROVAL) || isHeldAndNeedsApproval(view));
        String present = view.plan()
                .map(Plan::planHash)
                .orElseThrow(() -> RefusedException.unfit("command " + view.id() + " has no plan to approve"));
        if (planHash != null && !planHash.equals(present)) {
            throw RefusedException.unfit(
                    "the plan of command " + view.id() + " is " + present + " now, not " + planHash,
                    ". Read it with licensewatch command " + view.id() + ", then approve that plan");
        }
        view.last().ifPresent(this::requireAnotherPerson);
        return action(ActionKind.APPROVE, view.command().tenantId(), view.id(), present, null, null, null);
    }

    /** The command is held by a limit or a pause and lacks approvals: people may approve it meanwhile. */
    private static boolean isHeldAndNeedsApproval(CommandView view) {
        boolean needsApproval = view.command().mode() == CommandMode.APPROVE
                || view.results().stream().anyMatch(result -> result.state() == CommandState.AWAITING_APPROVAL);
        return view.isIn(CommandState.HELD) && needsApproval && approvals(view) < required(view);
    }

    private static int required(CommandView view) {
        return Math.max(1, view.command().approvalsRequired());
    }

    /** The approvals of the current plan by different people. */
    private static long approvals(CommandView view) {
        String present = view.plan().map(Plan::planHash).orElse("");
        return view.last().stream()
                .flatMap(last -> last.approvals().stream())
                .filter(approval -> approval.planHash().equals(present))
                .map(Approval::by)
                .distinct()
                .count();
    }

    /** @throws RefusedException if it is too late */
    public OperatorAction reject(CommandView view, String reason) {
        requireUndecided(view, "rejected", BEFORE_ITS_EFFECT.stream().anyMatch(view::isIn));
        return action(ActionKind.REJECT, view.command().tenantId(), view.id(), null, reason, null, null);
    }

    public OperatorAction request(String tenantId, OperatorAction.Request request, @Nullable String reason) {
        return action(ActionKind.REQUEST, tenantId, null, null, reason, request, null);
    }

    /**
     * @param tenantId the tenant whose commands are held; {@code _system} for all tenants
     * @param type commands of this type alone; null for all types
     */
    public OperatorAction pause(String tenantId, @Nullable CommandType type, String reason) {
        return action(ActionKind.PAUSE, tenantId, null, null, reason, null, type);
    }

    /** Ends the pause that an action with the same tenant and type created. */
    public OperatorAction resume(String tenantId, @Nullable CommandType type, @Nullable String reason) {
        return action(ActionKind.RESUME, tenantId, null, null, reason, null, type);
    }

    private void requireUndecided(CommandView view, String decided, boolean inState) {
        if (view.takenBack()) {
            throw RefusedException.unfit("command " + view.id() + " was cancelled: its alert no longer requires it");
        }
        if (!inState) {
            throw RefusedException.unfit(
                    "command " + view.id() + " is " + Situation.of(view, now).state()
                            + ". Only a waiting command can be " + decided,
                    "; licensewatch commands --waiting lists them");
        }
        if (view.isLate(now)) {
            throw RefusedException.unfit("the deadline of command " + view.id() + " has passed: "
                    + view.command().deadline() + ". If its alert is still open, the next attempt follows");
        }
    }

    private void requireAnotherPerson(RemediationResult last) {
        if (last.approvals().stream().anyMatch(approval -> approval.by().equals(by))) {
            throw RefusedException.unfit("'" + by + "' has approved this plan already; another person has to");
        }
    }

    private OperatorAction action(
            ActionKind kind,
            String tenantId,
            @Nullable String commandId,
            @Nullable String planHash,
            @Nullable String reason,
            OperatorAction.@Nullable Request request,
            @Nullable CommandType type) {
        return new OperatorAction(
                UUID.randomUUID().toString(), kind, tenantId, commandId, planHash, reason, request, type, by, now);
    }
}
