package io.licensewatch.cli.remedy;

import io.licensewatch.cli.Palette;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.CommandWords;
import io.licensewatch.control.Situation;
import io.licensewatch.control.StepText;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.RemediationResult.Approval;
import io.licensewatch.schemas.result.RemediationResult.Plan;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All details of one command as text, for a person who decides about it or checks its result. */
final class CommandStory {
    private final CommandView view;
    private final @Nullable AlertEvent alert;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    private CommandStory(CommandView view, @Nullable AlertEvent alert, Instant now) {
        this.view = view;
        this.alert = alert;
        this.now = now;
    }

    /** @param alert the alert as published last; null if unknown */
    static List<String> lines(CommandView view, @Nullable AlertEvent alert, Instant now) {
        CommandStory story = new CommandStory(view, alert, now);
        story.write();
        return List.copyOf(story.lines);
    }

    private void write() {
        RemediationCommand command = view.command();
        line("command " + view.id());
        field("what", command.type() + " " + command.target() + " of tenant " + command.tenantId());
        field("summary", command.summary());
        field("changes", CommandWords.of(command));
        situation(command);
        field("issued", origin(command));
        field("holds while", holds(command.guard()));
        field("limits", "at most " + StepText.rows(command.maxRows()) + ", " + approvals(command));
        field("deadline", Spans.time(command.deadline()) + ", " + Spans.until(command.deadline(), now));
        field("verified by", judgedBy(command.verifyBy()));
        view.plan().ifPresent(this::plan);
        view.last().ifPresent(last -> last.approvals().forEach(this::approval));
        steps();
    }

    private void situation(RemediationCommand command) {
        Situation situation = Situation.of(view, now);
        String reason = situation.reason().isEmpty() ? "" : ", " + situation.reason();
        String waitsFor = situation.waitsFor() == null ? "" : "; waits for " + situation.waitsFor();
        field("state", situation.state() + reason + waitsFor);
        field("mode", command.mode() + ", attempt " + command.attempt() + ", recurrence " + command.recurrence());
    }

    private String origin(RemediationCommand command) {
        if (command.origin() == CommandOrigin.OPERATOR) {
            return "by a person's request";
        }
        return alert == null
                ? "by alert " + command.alertId() + ", which is no longer kept"
                : "by alert " + alert.rule() + " " + alert.subject() + ", " + alert.status() + " " + alert.stage() + " "
                        + alert.severity() + ": " + alert.summary();
    }

    private static String holds(Map<String, @Nullable Object> guard) {
        return guard.isEmpty()
                ? "no value is checked"
                : "not stale: "
                        + guard.entrySet().stream()
                                .map(value -> value.getKey() + " " + value.getValue())
                                .collect(Collectors.joining(", "));
    }

    private String approvals(RemediationCommand command) {
        if (command.mode() != CommandMode.APPROVE && view.isIn(CommandState.AWAITING_APPROVAL)) {
            return "the worker requires a person's approval, whatever the mode";
        }
        int required = command.approvalsRequired();
        return command.mode() == CommandMode.APPROVE
                ? required
                        + (required == 1 ? " person has to approve" : " people have to approve")
                        + because(command.approvalReason())
                : "no approval";
    }

    private static String because(@Nullable ApprovalReason reason) {
        if (reason == null) {
            return "";
        }
        return switch (reason) {
            case MULTI_TENANT_IMPACT -> ", as several tenants have this incident at once (MULTI_TENANT_IMPACT)";
            case REMEDIATION_INEFFECTIVE ->
                ", as recent commands of this type had no effect for this tenant (REMEDIATION_INEFFECTIVE)";
        };
    }

    private static String judgedBy(@Nullable VerifyBy by) {
        return by == null
                ? "no alert"
                : by.rule() + " " + by.subject() + ", at the first frontier after the effect and " + by.hold();
    }

    private void plan(Plan plan) {
        field("plan", plan.planHash() + ", " + StepText.rows(plan.rows()));
        plan.sampleKeys().forEach(key -> field("", key));
        if (plan.sampleKeys().size() < plan.rows()) {
            field("", "and " + (plan.rows() - plan.sampleKeys().size()) + " more");
        }
    }

    private void approval(Approval approval) {
        field("approved", Spans.time(approval.at()) + "  by " + approval.by());
    }

    private void steps() {
        field("", "");
        field("issued", Spans.time(view.command().issuedAt()));
        view.results().forEach(result -> line(step(result)));
        view.verdicts().forEach(verdict -> line(step(verdict)));
        List<OperatorAction> actions = view.actions();
        actions.forEach(action ->
                line("  " + Spans.time(action.at()) + "  action " + action.kind() + "  " + StepText.of(action)));
        if (view.takenBack()) {
            line("  cancelled by a CANCEL");
        }
    }

    static String step(RemediationResult result) {
        return step(result.at(), result.state().name(), StepText.of(result));
    }

    private static String step(Verdict verdict) {
        return step(verdict.judgedAt(), verdict.effect().name(), StepText.of(verdict));
    }

    private static String step(Instant at, String name, String rest) {
        return Palette.plain("  " + Spans.time(at) + "  " + name + (rest.isEmpty() ? "" : "  " + rest));
    }

    private void field(String name, String value) {
        line("  " + name + " ".repeat(13 - name.length()) + value);
    }

    private void line(String text) {
        lines.add(Palette.plain(text).stripTrailing());
    }
}
