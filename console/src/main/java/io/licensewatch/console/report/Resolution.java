package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.Episode.CommandCount;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.CommandWords;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What ended the alert, and which commands were tried. */
final class Resolution {
    private static final String UNKNOWN = "**Not known:** ";

    private Resolution() {}

    static void write(Markdown text, Episode episode) {
        text.heading(2, "Resolution");
        text.paragraph(ending(episode));
        Set<String> before =
                episode.first().evidence().stream().map(Resolution::version).collect(Collectors.toSet());
        if (episode.endedAt().isPresent()) {
            text.list(episode.last().evidence().stream()
                    .filter(row -> !before.contains(version(row)))
                    .map(row -> "Changed since it opened: " + Subject.row(row) + ", " + Times.second(row.committedAt())
                            + RootCause.by(row))
                    .toList());
        }
        tried(text, episode);
        if (!episode.tenantCommands().isEmpty()) {
            text.paragraph("Commands for these tenants, by type and how they ended:");
            text.table(
                    List.of("Command", "Ended as", "Number"),
                    episode.tenantCommands().stream().map(Resolution::cells).toList());
        }
    }

    private static String ending(Episode episode) {
        if (episode.endedAt().isEmpty()) {
            return "Still open.";
        }
        AlertEvent last = episode.last();
        String reason = "The alert ended with " + escaped(last.reason()) + ". ";
        List<String> effective = effective(episode);
        if (!effective.isEmpty()) {
            return reason + "According to the change stream's verdict these worked: " + String.join(", ", effective)
                    + ".";
        }
        Set<String> named = new HashSet<>();
        last.evidence().forEach(row -> {
            String command = row.commandId();
            if (command != null) {
                named.add(escaped(command));
            }
        });
        if (!named.isEmpty()) {
            return reason + "Rows that it is based on were changed by command "
                    + String.join(", ", named.stream().sorted().toList()) + "; no verdict says that this ended it.";
        }
        return reason + UNKNOWN + "what ended it; no command of licensewatch has a verdict that it worked.";
    }

    private static List<String> effective(Episode episode) {
        return episode.commands().stream()
                .filter(view -> view.verdict()
                        .map(Verdict::effect)
                        .filter(Effect.EFFECTIVE::equals)
                        .isPresent())
                .map(Timeline::name)
                .toList();
    }

    private static void tried(Markdown text, Episode episode) {
        if (episode.commands().isEmpty()) {
            text.paragraph("No command of licensewatch was issued for it.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (CommandView view : episode.commands()) {
            Situation situation = situation(view);
            rows.add(List.of(
                    Timeline.name(view),
                    escaped(CommandWords.of(view.command())),
                    escaped(situation.state())
                            + (situation.reason().isEmpty() ? "" : ", " + escaped(situation.reason()))));
        }
        text.table(List.of("Tried", "What it does", "Ended as"), rows);
    }

    /** The situation by the records alone: without a clock no deadline passes. */
    static Situation situation(CommandView view) {
        return Situation.of(view, Instant.EPOCH);
    }

    private static List<String> cells(CommandCount count) {
        return List.of(escaped(count.type()), escaped(count.situation()), Long.toString(count.commands()));
    }

    private static String version(Evidence row) {
        return row.table() + row.key() + row.lsn();
    }
}
