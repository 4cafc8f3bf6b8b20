package io.licensewatch.control;

import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The situation of a command, for a table.
 *
 * @param state a {@link CommandState}, the effect once there is a verdict, or, where no worker has reported it, SENT, TAKEN_BACK or
 *     UNANSWERED (the deadline has passed)
 * @param reason empty if the state needs no reason
 * @param waitsFor who or what has to act next; null if nothing follows
 */
public record Situation(
        String state, String reason, @Nullable String waitsFor) {
    public static Situation of(CommandView view, Instant now) {
        Optional<RemediationResult> last = view.last();
        if (last.isEmpty()) {
            return unreported(view, now);
        }
        RemediationResult result = last.get();
        Optional<Verdict> verdict = view.verdict();
        if (verdict.isPresent()) {
            return new Situation(verdict.get().effect().name(), verdict.get().reason(), null);
        }
        String reason = result.reason() == null ? "" : result.reason();
        return new Situation(result.state().name(), reason, waitsFor(view, result, now));
    }

    public boolean isWaiting() {
        return waitsFor != null;
    }

    private static Situation unreported(CommandView view, Instant now) {
        if (view.takenBack()) {
            return new Situation("TAKEN_BACK", "", null);
        }
        return view.isLate(now)
                ? new Situation("UNANSWERED", "no worker reported it before its deadline", null)
                : new Situation("SENT", "", "a worker; none has reported it");
    }

    private static @Nullable String waitsFor(CommandView view, RemediationResult result, Instant now) {
        boolean ends = view.takenBack() || view.isLate(now);
        return switch (result.state()) {
            case ISSUED -> result.error() == null ? "the worker to plan it" : "the worker to try again";
            case AWAITING_APPROVAL -> ends ? ending(view) : approval(view, result);
            case HELD -> ends ? ending(view) : release(result);
            case APPROVED -> "the worker to carry it out";
            case EXECUTING -> "an answer to its mail or call";
            case APPLIED ->
                view.command().verifyBy() == null
                        ? null
                        : "the verdict by " + view.command().verifyBy().rule();
            case PLANNED, NO_CHANGE, STALE, UNSUPPORTED, FAILED, REJECTED, EXPIRED, CANCELLED, REVERTED -> null;
        };
    }

    private static String ending(CommandView view) {
        return "the worker to end it: " + (view.takenBack() ? "it was cancelled" : "its deadline has passed");
    }

    private static String approval(CommandView view, RemediationResult result) {
        int required = view.command().approvalsRequired();
        return required > 1 ? "approval " + (result.approvals().size() + 1) + " of " + required : "approval";
    }

    private static String release(RemediationResult result) {
        String reason = result.reason() == null ? "" : result.reason();
        return switch (reason) {
            case "PAUSED" -> "an operator to resume";
            case "FAILURES" -> "an operator to resume: its type has failed too often";
            case "BUDGET" -> "a limit that is used up";
            default -> "the worker to release it";
        };
    }
}
