package io.licensewatch.local.demo;

import static io.licensewatch.cli.Palette.plain;

import io.licensewatch.cli.Palette;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints what happens, as it happens, for a person at a terminal. */
final class ConsoleNarrator implements Narrator {
    private final PrintStream out;
    private final Palette palette;
    private final WorkerWords words;

    ConsoleNarrator(PrintStream out, Palette palette, Deliveries deliveries) {
        this.out = out;
        this.palette = palette;
        this.words = new WorkerWords(deliveries);
    }

    @Override
    public void incident(int number, Incident incident) {
        out.println();
        out.println(palette.strong("━━ " + number + "  " + incident.title() + " ")
                + palette.faint("━".repeat(Math.max(3, 90 - incident.title().length()))));
        out.println("   " + incident.story());
    }

    @Override
    public void step(Step step) {
        out.println();
        out.println(" " + palette.name("▸") + " " + step.story());
        if (!step.sql().isEmpty()) {
            line("sql", step.sql().replace("\n", "\n" + " ".repeat(13)));
        }
    }

    @Override
    public void arrived(PublicRecord read, Step step, Duration afterCommit) {
        if (read instanceof PublicRecord.OfAlert of) {
            alert(of.alert(), step, afterCommit);
        } else if (read instanceof PublicRecord.OfCommand of) {
            command(of.command());
        } else if (read instanceof PublicRecord.OfResult of) {
            result(of.result());
        } else if (read instanceof PublicRecord.OfVerdict of) {
            verdict(of.verdict());
        }
    }

    private void alert(AlertEvent alert, Step step, Duration afterCommit) {
        boolean over = alert.status() == AlertStatus.RESOLVED;
        String grade = alert.severity() + " " + alert.level() + " "
                + alert.routes().stream().map(Enum::name).collect(Collectors.joining("+"));
        String head = alert.rule() + " " + alert.stage();
        line(
                over ? "end" : "alert",
                (over ? palette.good("RESOLVED") : palette.strong(String.valueOf(alert.status()))) + "  "
                        + palette.strong(head) + "  "
                        + (over ? palette.faint("was " + grade) : palette.severity(alert.severity(), grade))
                        + "  " + palette.faint(time(step, afterCommit)));
        boolean inVain = alert.reason().equals(Customer.IN_VAIN);
        line("", (inVain ? palette.bad("What was done did not help. ") : "") + plain(alert.summary()));
    }

    private static String time(Step step, Duration afterCommit) {
        if (step.sql().isEmpty() && step.approvals().isEmpty()) {
            return "from the snapshot";
        }
        String time = afterCommit.toMillis()
                + (step.approvals().isEmpty() ? " ms after the commit" : " ms after the approval");
        boolean held = !step.hold().isZero() && afterCommit.compareTo(step.hold()) >= 0;
        return held ? time + ", " + step.hold().toMillis() + " ms of it held" : time;
    }

    private void command(RemediationCommand command) {
        boolean issue = command.kind() == CommandKind.ISSUE;
        String what = String.format(Locale.ROOT, "%-7s%-26s", issue ? "ISSUE" : "CANCEL", command.type());
        line(
                "command",
                (issue ? plain(what) : palette.good(what))
                        + palette.faint(String.format(Locale.ROOT, "%-8s", command.mode()))
                        + plain(command.summary()));
    }

    private void result(RemediationResult result) {
        String state = result.state() == CommandState.AWAITING_APPROVAL
                ? "WAITS"
                : result.state().name();
        String what = String.format(Locale.ROOT, "%-10s%-26s ", state, result.type());
        boolean done = result.state() == CommandState.APPLIED;
        line("worker", (done ? palette.good(what) : palette.strong(what)) + plain(words.of(result)));
    }

    private void verdict(Verdict verdict) {
        boolean effective = verdict.effect() == Effect.EFFECTIVE;
        String what = String.format(Locale.ROOT, "%-12s%-26s ", verdict.effect(), verdict.type());
        line(
                "verdict",
                (effective ? palette.good(what) : palette.bad(what))
                        + plain(verdict.reason().toLowerCase(Locale.ROOT).replace('_', ' ') + ", by the frontier at "
                                + verdict.frontierLsn()));
    }

    @Override
    public void approving(Approval approval, RemediationResult plan) {
        line(
                "person",
                palette.strong("approves " + approval.type()) + ", which " + WorkerWords.planned(plan) + "  "
                        + palette.faint("./licensewatch approve " + plan.commandId()));
    }

    @Override
    public void silent(Step step, Duration quietFor) {
        line(palette.good("silence"), "nothing for " + quietFor.toMillis() + " ms, as it must be");
    }

    @Override
    public void unexpected(PublicRecord read) {
        line(palette.bad("WRONG"), "not expected: " + plain(read.toString()));
    }

    @Override
    public void missing(Expectation expectation, Duration waited) {
        line(palette.bad("WRONG"), "was not published within " + waited.toMillis() + " ms: " + expectation);
    }

    private void line(String label, String text) {
        int paint = label.length() - label.replaceAll("\u001b\\[[0-9;]*m", "").length();
        out.println("   " + String.format(Locale.ROOT, "%-" + (10 + paint) + "s", label) + text);
    }

    /** The table at the end. */
    void summary(Outcome outcome, Duration took) {
        out.println();
        out.println(palette.strong("━━ Summary ") + palette.faint("━".repeat(83)));
        Counts counts = outcome.counts();
        line(
                "played",
                outcome.incidents() + " incidents, " + outcome.steps() + " steps, " + counts.alerts()
                        + " alert transitions, in " + took.toSeconds() + " s");
        line(
                "repaired",
                counts.commands() + " commands, " + counts.approvals() + " approvals, " + counts.applied()
                        + " APPLIED, " + counts.held() + " HELD");
        line("proven", counts.effective() + " EFFECTIVE, " + counts.ineffective() + " INEFFECTIVE");
        if (!outcome.latencies().isEmpty()) {
            line("latency", "from commit to alert, rules without a hold: " + latencies(outcome));
        }
        outcome.records()
                .forEach((topic, count) -> line("records", String.format(Locale.ROOT, "%6d  %s", count, topic)));
        outcome.missing().forEach(what -> line(palette.bad("missing"), what));
        outcome.unexpected().forEach(what -> line(palette.bad("too much"), plain(what)));
        out.println();
        out.println(
                outcome.isAsExpected()
                        ? palette.good("   Everything expected was published, and nothing else.")
                        : palette.bad("   Not as expected: " + outcome.missing().size() + " missing, "
                                + outcome.unexpected().size() + " too much."));
        out.println();
    }

    private static String latencies(Outcome outcome) {
        int last = outcome.latencies().size() - 1;
        return "min " + outcome.latencies().get(0).toMillis() + " ms, median "
                + outcome.latencies().get(last / 2).toMillis() + " ms, max "
                + outcome.latencies().get(last).toMillis() + " ms";
    }
}
