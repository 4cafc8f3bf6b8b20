package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One episode of an alert as a document. The same records give the same text. */
final class PostMortem {
    private PostMortem() {}

    /**
     * @param now time of reading; an open episode lasts until then
     * @param incomplete what the read model lacks at the moment; null if it is current
     */
    public static String of(Episode episode, Instant now, @Nullable String incomplete) {
        AlertEvent first = episode.first();
        Markdown text = new Markdown();
        text.heading(1, "Post-mortem: " + escaped(first.rule()) + " of " + Subject.of(first));
        text.paragraph("Alert " + escaped(first.alertId()) + ", episode " + first.episode() + ". " + source(episode));
        caveats(text, episode, incomplete);
        Summary.write(text, episode, now);
        Timeline.write(text, episode);
        RootCause.write(text, episode);
        Resolution.write(text, episode);
        Recurrence.write(text, episode);
        ActionItems.write(text, episode);
        return text.toString();
    }

    private static String source(Episode episode) {
        return episode.asOf() == null
                ? "Written from the records that licensewatch has published."
                : "Written from the records that licensewatch has published, as of "
                        + Times.second(episode.asOf().sourceTime()) + " UTC ("
                        + escaped(episode.asOf().lsn()) + ").";
    }

    private static void caveats(Markdown text, Episode episode, @Nullable String incomplete) {
        if (incomplete != null) {
            text.paragraph("**Incomplete:** " + escaped(incomplete) + " Download it again later.");
        }
        Episode.LeftOut leftOut = episode.leftOut();
        if (leftOut.transitions() > 0) {
            text.paragraph("**Cut:** the episode has " + leftOut.transitions()
                    + " more transitions than are evaluated here: the" + " first and the last "
                    + EpisodeRows.MOST_TRANSITIONS / 2 + " of those that are kept.");
        }
        if (leftOut.commands()) {
            text.paragraph("**Cut:** there were more commands than the " + EpisodeRows.MOST_COMMANDS
                    + " that are evaluated here.");
        }
        if (!episode.isWhole() && leftOut.transitions() == 0) {
            text.paragraph("**Incomplete:** of the transitions of this episode only " + sequences(episode.transitions())
                    + " are kept. The content of the others is not known.");
        }
    }

    private static String sequences(List<AlertEvent> transitions) {
        return transitions.size() + " between number " + transitions.get(0).sequence() + " and number "
                + transitions.get(transitions.size() - 1).sequence();
    }
}
