package io.licensewatch.local.embedded;

/** An embedded server could not start for a reason that its user can mend; the message says what and how. */
public final class EmbeddedStartException extends RuntimeException {
    public EmbeddedStartException(String message) {
        super(message);
    }

    public EmbeddedStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
