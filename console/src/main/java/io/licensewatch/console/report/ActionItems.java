package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import java.util.ArrayList;
import java.util.List;

/** Action items: first those from the records, then those that only people can answer. */
final class ActionItems {
    private ActionItems() {}

    static void write(Markdown text, Episode episode) {
        List<String> items = new ArrayList<>();
        if (episode.endedAt().isEmpty()) {
            items.add("End the incident: the alert is still open");
        }
        episode.commands().forEach(view -> ofCommand(items, view));
        int number = episode.first().episode();
        if (number > 1) {
            items.add("Remove the cause: this was the alert's episode " + number);
        }
        if (episode.first().rule().equals(EpisodeRows.IMPACT)) {
            items.add("Find what the tenants have in common, and write it under Root cause");
        } else {
            items.add("Write under Root cause who changed what, and why");
        }
        items.add(
                isOfSystem(episode)
                        ? "Inform the tenants that were affected"
                        : "Inform the administrators of " + Subject.of(episode.first()));
        items.add("Write down what would have detected it earlier, or prevented it");
        items.add("Correct the runbook where it did not help");
        text.heading(2, "Action items").boxes(items);
    }

    private static boolean isOfSystem(Episode episode) {
        return episode.first().tenantId().equals(AlertEvent.SYSTEM_TENANT);
    }

    private static void ofCommand(List<String> items, CommandView view) {
        String name = Timeline.name(view);
        Situation situation = Resolution.situation(view);
        switch (situation.state()) {
            case "INEFFECTIVE" ->
                items.add("Find out why " + name + " had no effect (" + escaped(situation.reason()) + ")");
            case "FAILED" ->
                items.add("Find out why " + name + " failed"
                        + (situation.reason().isEmpty() ? "" : " (" + escaped(situation.reason()) + ")"));
            case "UNSUPPORTED" ->
                items.add("Make " + name + " possible, or turn its type off: the worker does not support it");
            case "AWAITING_APPROVAL" -> items.add("Approve or reject " + name + ", or let its deadline pass");
            case "EXPIRED" -> items.add("Decide sooner, or give more time: " + name + " has expired");
            default -> {
                // done, in progress, or nothing to add
            }
        }
        if (view.command().type() == CommandType.EXTEND_LICENSE && view.isIn(CommandState.APPLIED)) {
            items.add("Renew the licence before the extension by " + name + " ends");
        }
    }
}
