package io.licensewatch.worker.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of something outside the database.
 *
 * @param retryable whether it may work later
 * @param unsupported whether nobody has configured it
 * @param message one line, nothing personal
 * @param retryAfter how long the other side wants to be left alone; null when it says nothing
 */
public record Outcome(
        boolean ok,
        boolean retryable,
        boolean unsupported,
        String message,
        @Nullable Duration retryAfter) {

    public static Outcome done(String message) {
        return new Outcome(true, false, false, message, null);
    }

    public static Outcome tryAgain(String message, @Nullable Duration retryAfter) {
        return new Outcome(false, true, false, message, retryAfter);
    }

    public static Outcome failed(String message) {
        return new Outcome(false, false, false, message, null);
    }

    public static Outcome unsupported(String message) {
        return new Outcome(false, false, true, message, null);
    }
}
