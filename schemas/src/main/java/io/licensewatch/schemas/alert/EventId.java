package io.licensewatch.schemas.alert;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a transition of an alert, {@code alertId:episode:sequence}. */
public record EventId(String alertId, int episode, int sequence) {
    private static final char SEPARATOR = ':';
    private static final Pattern FORMAT = Pattern.compile("([^:]*):([1-9][0-9]{0,8}):([1-9][0-9]{0,8})");

    public String text() {
        return prefix(alertId, episode) + sequence;
    }

    /** Empty for a text that is no such id. */
    public static Optional<EventId> parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new EventId(parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    /** What the ids of all transitions of an episode begin with. */
    public static String prefix(String alertId, int episode) {
        return alertId + SEPARATOR + episode + SEPARATOR;
    }
}
