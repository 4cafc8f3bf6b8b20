package io.licensewatch.console.report;

import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.Episode.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Former and later episodes. */
final class Recurrence {
    private static final int MOST = 20;

    private Recurrence() {}

    static void write(Markdown text, Episode episode) {
        text.heading(2, "What recurs");
        List<Span> others = episode.others();
        int number = episode.first().episode();
        long kept = others.stream().filter(other -> other.episode() < number).count();
        text.paragraph(
                number == 1
                        ? "This alert had not been open before."
                        : "This alert was open " + (number - 1) + " time(s) before"
                                + (kept < number - 1 ? ", of which " + kept + " are still kept:" : ":"));
        List<Span> shown = others.size() > MOST ? others.subList(others.size() - MOST, others.size()) : others;
        List<String> lines = new ArrayList<>();
        shown.forEach(span -> lines.add("episode " + span.episode() + ", from " + Times.second(span.openedAt())
                + lasted(span) + (span.episode() > number ? " (after this one)" : "")));
        if (shown.size() < others.size()) {
            lines.add(0, others.size() - shown.size() + " older ones");
        }
        text.list(lines);
        text.list(episode.commands().stream()
                .filter(view -> view.command().recurrence() > 1)
                .map(view -> Timeline.name(view) + " was number "
                        + view.command().recurrence() + " of its type for the same target within 24 hours")
                .toList());
    }

    private static String lasted(Span span) {
        Instant ended = span.endedAt();
        return ended == null ? ", end not known" : ", " + Times.span(span.openedAt(), ended);
    }
}
