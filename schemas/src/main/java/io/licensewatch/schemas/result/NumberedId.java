package io.licensewatch.schemas.result;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An id that ends with a number from 1, {@code id:n}: of a result {@code commandId:n}, of a verdict {@code commandId:verdict:n}.
 *
 * @param id what comes before the number
 */
public record NumberedId(String id, int number) {
    private static final char SEPARATOR = ':';
    private static final Pattern FORMAT = Pattern.compile("(.*):([1-9][0-9]{0,8})", Pattern.DOTALL);
    private static final String VERDICT = "verdict";

    /** The id of a command's verdict. */
    public static NumberedId ofVerdict(String commandId, int number) {
        return new NumberedId(commandId + SEPARATOR + VERDICT, number);
    }

    public String text() {
        return id + SEPARATOR + number;
    }

    /** Empty for a text that is no such id. */
    public static Optional<NumberedId> parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        return parts.matches()
                ? Optional.of(new NumberedId(parts.group(1), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }
}
