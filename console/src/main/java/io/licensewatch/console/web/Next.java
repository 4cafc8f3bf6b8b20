package io.licensewatch.console.web;

import io.licensewatch.control.CommandView;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.result.CommandState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The next step of an alert, and who has to act.
 *
 * @param forPerson whether a person has to act
 * @param href the page for it; null if there is none
 */
public record Next(boolean forPerson, String text, @Nullable String href) {
    static Next of(AlertEvent alert, List<CommandView> commands, Instant now) {
        if (alert.status() == AlertStatus.RESOLVED) {
            return new Next(false, "Nothing: it is resolved.", null);
        }
        return waiting(commands, CommandState.AWAITING_APPROVAL, now)
                .map(view -> new Next(
                        true,
                        "Approve or reject: "
                                + Words.plain(view.command().type().name()) + rows(view),
                        "/commands/" + view.id()))
                .or(() -> waiting(commands, CommandState.HELD, now)
                        .map(view ->
                                new Next(true, "Held: waits for " + waitsFor(view, now), "/commands/" + view.id())))
                .or(() -> commands.stream()
                        .filter(view -> Situation.of(view, now).isWaiting())
                        .findFirst()
                        .map(view -> new Next(false, "Wait for " + waitsFor(view, now), "/commands/" + view.id())))
                .orElseGet(() -> new Next(true, RuleGuide.of(alert.rule()).next(), null));
    }

    private static Optional<CommandView> waiting(List<CommandView> commands, CommandState state, Instant now) {
        return commands.stream()
                .filter(view -> view.isIn(state) && !view.takenBack() && !view.isLate(now))
                .findFirst();
    }

    private static String waitsFor(CommandView view, Instant now) {
        String waitsFor = Situation.of(view, now).waitsFor();
        return waitsFor == null ? "nothing" : waitsFor;
    }

    private static String rows(CommandView view) {
        return view.plan()
                .map(plan -> ", " + Words.count(plan.rows(), "row", "rows"))
                .orElse("");
    }
}
