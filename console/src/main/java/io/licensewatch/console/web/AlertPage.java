package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.NotFoundResponse;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.console.whatif.Threshold;
import io.licensewatch.console.whatif.WhatIf;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The page of an alert: its reason, its timeline, and the next step. */
public final class AlertPage implements Site {
    private final Desk desk;

    AlertPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param alert its last transition in this episode
     * @param open whether this episode is open now
     * @param episode null if no transition of it is kept: then only the present state is known
     * @param moments its timeline, oldest first
     * @param rules the thresholds in force; null if unknown
     */
    public record View(
            AlertEvent alert,
            boolean open,
            @Nullable Episode episode,
            List<CommandLine> commands,
            Next next,
            List<Moment> moments,
            SystemHealth.@Nullable Rules rules) {
        public RuleGuide guide() {
            return RuleGuide.of(alert.rule());
        }

        public List<Threshold> thresholds() {
            return Threshold.of(alert.rule());
        }

        public String postMortem() {
            return "/alerts/" + alert.alertId() + "/episodes/" + alert.episode() + "/post-mortem.md";
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/alerts/{id}",
                request -> desk.show(
                        request,
                        Section.ALERTS,
                        "Alert",
                        "alert.jte",
                        (handle, now) -> read(handle, now, request.pathParam("id"), OptionalInt.empty())),
                Role.VIEW);
        routes.get(
                "/alerts/{id}/episodes/{n}",
                request -> desk.show(
                        request,
                        Section.ALERTS,
                        "Alert",
                        "alert.jte",
                        (handle, now) -> read(
                                handle, now, request.pathParam("id"), OptionalInt.of(number(request.pathParam("n"))))),
                Role.VIEW);
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new NotFoundResponse("an episode is a number, from 1 on");
        }
        return Integer.parseInt(text);
    }

    private static View read(Handle handle, Instant now, String alertId, OptionalInt wanted) {
        Optional<AlertEvent> current = AlertRows.open(handle, alertId);
        int number = wanted.orElseGet(() -> AlertRows.one(handle, alertId)
                .map(AlertEvent::episode)
                .orElseThrow(() -> new NotFoundResponse(
                        "no alert " + alertId + " is known: it is not open, and no history of it is kept")));
        boolean open = current.isPresent() && current.get().episode() == number;
        Episode episode = EpisodeRows.of(handle, alertId, number).orElse(null);
        AlertEvent alert = open
                ? current.get()
                : Optional.ofNullable(episode)
                        .map(Episode::last)
                        .orElseThrow(() ->
                                new NotFoundResponse("no episode " + number + " of alert " + alertId + " is kept"));
        List<CommandView> commands = episode == null ? List.of() : episode.commands();
        return new View(
                alert,
                open,
                episode,
                commands.stream()
                        .map(view -> CommandLine.of(view, now, alert.tenantName()))
                        .toList(),
                Next.of(alert, commands, now),
                Moment.of(episode == null ? List.of(alert) : episode.transitions(), commands),
                WhatIf.inForce(handle).orElse(null));
    }
}
