package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The cause, as far as rows show it. The change stream has the changes and their time, never the person and the purpose. */
final class RootCause {
    private RootCause() {}

    static void write(Markdown text, Episode episode) {
        AlertEvent first = episode.first();
        text.heading(2, "Root cause");
        text.paragraph("Rule " + escaped(first.rule()) + ", version " + first.ruleVersion() + ": " + reason(first));
        if (first.rule().equals(EpisodeRows.IMPACT)) {
            text.paragraph(
                    "Several tenants that become critical by one rule within a short time probably have one cause: a change of shared data, or one job that wrote to all of them. Compare the rows in their alerts' own"
                            + " post-mortems. **Not known:** which.");
            return;
        }
        if (first.evidence().isEmpty()) {
            text.paragraph("**Not known:** the alert names no rows as evidence.");
            return;
        }
        text.table(
                List.of("Row", "Changed", "Position", "By"),
                first.evidence().stream().map(RootCause::cells).toList());
        text.paragraph(begun(first));
    }

    private static String reason(AlertEvent first) {
        if (first.status() != AlertStatus.OPEN) {
            return "why it opened is not known, as its opening is no longer kept. The rows below are those of transition "
                    + first.sequence() + ".";
        }
        return switch (first.reason()) {
            case "SEEDED" ->
                "the condition already held at the end of licensewatch's first snapshot. **Not known:** since when, unless the rows below show it.";
            default -> "it opened because of " + escaped(first.reason()) + ".";
        };
    }

    private static List<String> cells(Evidence row) {
        String command = row.commandId();
        return List.of(
                Subject.row(row),
                Times.second(row.committedAt()),
                escaped(row.lsn()),
                command == null ? "not by a command of licensewatch" : "command " + escaped(command));
    }

    static String by(Evidence row) {
        String command = row.commandId();
        return command == null ? "" : ", by command " + escaped(command);
    }

    private static String begun(AlertEvent first) {
        Instant newest = first.evidence().stream()
                .map(Evidence::committedAt)
                .max(Comparator.naturalOrder())
                .orElse(first.openedAt());
        if (newest.isBefore(first.openedAt().minus(Timeline.RECENT))) {
            return "None of these rows changed within 24 hours before the alert opened. So the condition became true by time alone, or because of a row that is not listed. **Not known:** why nobody acted before.";
        }
        return "The newest of these changes was committed " + Times.span(newest, first.openedAt())
                + " before the alert opened. **Not known:** who made it and why; the change stream does not have that.";
    }
}
