package io.licensewatch.core.alert;

import io.licensewatch.core.alert.Transition.Change;
import java.time.Duration;
import java.util.Locale;

/** The summary of an alert that resolves. */
final class Ending {
    private Ending() {}

    static String summary(Change change) {
        String reason = change.reason().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "Ended " + text(Duration.between(change.openedAt(), change.occurredAt())) + " (" + reason + "). It was: "
                + change.published().summary();
    }

    private static String text(Duration lasted) {
        return lasted.toSeconds() == 0 ? "within a second" : "after " + units(lasted);
    }

    /** Two units at most: nobody needs the seconds of a week. */
    private static String units(Duration lasted) {
        if (lasted.toDays() > 0) {
            return lasted.toDays() + " d " + lasted.toHoursPart() + " h";
        }
        if (lasted.toHours() > 0) {
            return lasted.toHours() + " h " + lasted.toMinutesPart() + " min";
        }
        return lasted.toMinutes() > 0
                ? lasted.toMinutes() + " min " + lasted.toSecondsPart() + " s"
                : lasted.toSeconds() + " s";
    }
}
