package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.console.read.Episode;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.StepText;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The events of all sources in one order. */
final class Timeline {
    private static final int MOST = 500;
    private static final int MOST_TENANTS = 50;
    /** A row that changed earlier than this cannot have caused the incident by its change. */
    static final Duration RECENT = Duration.ofHours(24);

    private final List<Entry> entries = new ArrayList<>();
    private int tenantsLeftOut;

    private Timeline() {}

    private record Entry(Instant at, String what) {}

    static void write(Markdown text, Episode episode) {
        Timeline timeline = new Timeline();
        timeline.rows(episode.first());
        episode.transitions().forEach(timeline::transition);
        timeline.tenants(episode);
        episode.commands().forEach(timeline::command);
        timeline.print(text);
    }

    private void rows(AlertEvent opening) {
        if (opening.status() != AlertStatus.OPEN) {
            return;
        }
        Instant recent = opening.openedAt().minus(RECENT);
        opening.evidence().stream()
                .filter(row -> !row.committedAt().isBefore(recent))
                .forEach(row -> add(row.committedAt(), "Row changed: " + Subject.row(row) + RootCause.by(row)));
    }

    private void transition(AlertEvent event) {
        String head = switch (event.status()) {
            case OPEN -> "**Opened**";
            case UPDATED -> "**Changed**";
            case RESOLVED -> "**Resolved**";
        };
        add(
                event.occurredAt(),
                head + " (" + escaped(event.reason()) + "), " + event.severity() + ", " + event.level() + ", "
                        + escaped(event.stage()) + ". " + escaped(event.summary()));
    }

    private void tenants(Episode episode) {
        tenantsLeftOut = Math.max(0, episode.tenants().size() - MOST_TENANTS);
        episode.tenants().stream().limit(MOST_TENANTS).forEach(tenant -> {
            String name = Subject.tenant(tenant.tenantName(), tenant.tenantId());
            add(
                    tenant.criticalAt(),
                    "Critical: " + name + ", alert " + escaped(tenant.alertId()) + " episode " + tenant.episode());
            Instant ended = tenant.endedAt();
            if (ended != null) {
                add(ended, "Its alert ended: " + name);
            }
        });
    }

    private void command(CommandView view) {
        RemediationCommand command = view.command();
        String name = name(view);
        add(
                command.issuedAt(),
                "Command issued: " + name + ", " + command.mode() + ", " + origin(command) + ". "
                        + escaped(command.summary()));
        for (RemediationResult result : view.results()) {
            if (result.state() != CommandState.ISSUED || result.error() != null) {
                add(result.at(), name + ": " + result.state() + after(StepText.of(result)));
            }
        }
        for (OperatorAction action : view.actions()) {
            String reason = action.reason();
            add(
                    action.at(),
                    name + ": " + action.kind() + " by " + escaped(action.by())
                            + (reason == null ? "" : ". " + escaped(reason)));
        }
        for (Verdict verdict : view.verdicts()) {
            add(verdict.judgedAt(), name + ": **" + verdict.effect() + "**" + after(StepText.of(verdict)));
        }
    }

    private static String after(String step) {
        return step.isEmpty() ? "" : ", " + escaped(step);
    }

    private static String origin(RemediationCommand command) {
        return switch (command.origin()) {
            case RULE -> "issued by the alert";
            case OPERATOR -> "requested by a person";
        };
    }

    static String name(CommandView view) {
        return escaped(view.command().type().name()) + " " + escaped(view.id());
    }

    private void add(Instant at, String what) {
        entries.add(new Entry(at, what));
    }

    private void print(Markdown text) {
        entries.sort(Comparator.comparing(Entry::at));
        text.heading(2, "Timeline");
        text.paragraph(
                "Times are UTC. Rows, alerts and verdicts have commit times of the observed database, steps of commands have times of its clock, decisions have times of the clock where they were made.");
        text.table(
                List.of("When", "What"),
                entries.stream()
                        .limit(MOST)
                        .map(entry -> List.of(Times.second(entry.at()), entry.what()))
                        .toList());
        if (tenantsLeftOut > 0) {
            text.paragraph("**Cut:** " + tenantsLeftOut + " more tenants were affected; the timeline has the first "
                    + MOST_TENANTS + ".");
        }
        if (entries.size() > MOST) {
            text.paragraph("**Cut:** " + (entries.size() - MOST) + " later entries are omitted.");
        }
    }
}
