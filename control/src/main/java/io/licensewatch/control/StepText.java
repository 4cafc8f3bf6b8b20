package io.licensewatch.control;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.RemediationResult.Failure;
import io.licensewatch.schemas.result.RemediationResult.Plan;
import io.licensewatch.schemas.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a state transition of a command. The text is not escaped for a terminal. */
public final class StepText {
    private StepText() {}

    /** With the codes as on the topics. */
    public static String of(RemediationResult result) {
        return of(result, result.reason());
    }

    /** Without codes. */
    public static String inWords(RemediationResult result) {
        return of(result, result.reason() == null ? null : ReasonWords.of(result.reason()));
    }

    private static String of(RemediationResult result, @Nullable String reason) {
        List<String> parts = new ArrayList<>();
        add(parts, reason);
        Plan plan = result.plan();
        if (result.rowsAffected() != null) {
            parts.add(rows(result.rowsAffected()) + " changed");
        } else if (plan != null) {
            parts.add("plan " + plan.planHash() + " of " + rows(plan.rows()));
        }
        if (result.effectiveLsn() != null) {
            parts.add("effective at " + result.effectiveLsn());
        }
        if (result.attempts() > 1) {
            parts.add("attempt " + result.attempts());
        }
        if (result.error() != null) {
            parts.add(error(result.error()));
        }
        return String.join(", ", parts);
    }

    public static String of(Verdict verdict) {
        return verdict.reason() + ", proven by the frontier at " + verdict.frontierLsn();
    }

    public static String inWords(Verdict verdict) {
        return ReasonWords.of(verdict.reason()) + ", proven by the frontier at " + verdict.frontierLsn();
    }

    public static String of(OperatorAction action) {
        List<String> parts = new ArrayList<>();
        parts.add("by " + action.by());
        add(parts, action.commandId());
        if (action.planHash() != null) {
            parts.add("plan " + action.planHash());
        }
        if (action.request() != null) {
            parts.add(action.request().type() + " " + action.request().target());
        }
        if (action.kind() == ActionKind.PAUSE || action.kind() == ActionKind.RESUME) {
            parts.add(
                    action.commandType() == null
                            ? "all types"
                            : action.commandType().name());
        }
        add(parts, action.reason());
        return String.join(", ", parts);
    }

    public static String rows(long rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    private static String error(Failure error) {
        return "error " + (error.sqlState() == null ? "" : error.sqlState() + " ") + error.message()
                + (error.retryable() ? " (can be tried again)" : "");
    }

    private static void add(List<String> parts, @Nullable String part) {
        if (part != null) {
            parts.add(part);
        }
    }
}
