package io.licensewatch.worker.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task outside the database.
 *
 * @param retryable whether a retry may succeed
 * @param unsupported whether it is not configured
 * @param message one line, nothing personal
 * @param retryAfter the receiver's Retry-After; null without one
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
