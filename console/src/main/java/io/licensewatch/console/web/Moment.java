package io.licensewatch.console.web;

import io.licensewatch.control.CommandView;
import io.licensewatch.control.StepText;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an incident's timeline.
 *
 * @param kind kind of its mark: {@code alert}, {@code command}, {@code person} or {@code verdict}
 * @param href of what it is about; null for the alert itself
 */
public record Moment(
        Instant at,
        String kind,
        String tone,
        String title,
        String detail,
        @Nullable String href) {
    private static final String ALERT = "alert";
    private static final String COMMAND = "command";

    /** Oldest first. The times are of several clocks; at the same time alerts come first. */
    static List<Moment> of(List<AlertEvent> transitions, List<CommandView> commands) {
        List<Moment> moments = new ArrayList<>();
        transitions.forEach(event -> moments.add(of(event)));
        commands.forEach(view -> add(view, moments));
        moments.sort(Comparator.comparing(Moment::at));
        return List.copyOf(moments);
    }

    private static Moment of(AlertEvent event) {
        String tone = event.status() == AlertStatus.RESOLVED
                ? "good"
                : event.severity().name().toLowerCase(Locale.ROOT);
        String title = event.status() == AlertStatus.RESOLVED
                ? "Resolved"
                : Words.plain(event.status().name()) + ": " + Words.plain(event.stage()) + ", "
                        + Words.severity(event.severity()) + ", " + event.level();
        return new Moment(event.occurredAt(), ALERT, tone, title, event.summary(), null);
    }

    private static void add(CommandView view, List<Moment> moments) {
        String href = "/commands/" + view.id();
        String type = Words.plain(view.command().type().name());
        moments.add(new Moment(
                view.command().issuedAt(),
                COMMAND,
                "plain",
                "Command issued: " + type,
                view.command().summary(),
                href));
        view.results()
                .forEach(result -> moments.add(new Moment(
                        result.at(),
                        COMMAND,
                        Words.tone(result.state().name()),
                        type + ": " + Words.plain(result.state().name()),
                        StepText.inWords(result),
                        href)));
        view.actions()
                .forEach(action -> moments.add(new Moment(
                        action.at(),
                        "person",
                        "plain",
                        Words.plain(action.kind().name()) + " by " + action.by() + ": " + type,
                        action.reason() == null ? "" : action.reason(),
                        href)));
        view.verdicts()
                .forEach(verdict -> moments.add(new Moment(
                        verdict.judgedAt(),
                        "verdict",
                        Words.tone(verdict.effect().name()),
                        type + ": " + Words.plain(verdict.effect().name()),
                        StepText.inWords(verdict),
                        href)));
    }
}
