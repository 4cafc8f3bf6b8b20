package io.licensewatch.core.alert;

import io.licensewatch.core.alert.Transition.Change;
import java.time.Duration;
import java.util.Locale;

/** The summary of an alert that resolves. */
final class Ending {
    private Ending() {}

    static String summary(Change change) {
        String reason = change.reason().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "Over after " + text(Duration.between(change.openedAt(), change.occurredAt())) + " (" + reason
                + "). It was: " + change.published().summary();
    }

    /** Two units at most: nobody needs the seconds of a week. */
    private static String text(Duration lasted) {
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
