package io.licensewatch.runtime.text;

import org.jspecify.annotations.Nullable;

/** The causes of an exception. */
public final class Causes {
    private Causes() {}

    /** The first line of the deepest message; the exception's name if no cause has a message. */
    public static String rootMessage(Throwable failure) {
        String deepest = failure.toString();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                deepest = cause.getMessage();
            }
        }
        return firstLine(deepest);
    }

    /** The first line of the message; empty without a message. */
    public static String firstLine(Throwable failure) {
        return failure.getMessage() == null ? "" : firstLine(failure.getMessage());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** Whether the exception or one of its causes is of that type. */
    public static boolean include(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
