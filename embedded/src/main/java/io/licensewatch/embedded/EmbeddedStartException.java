package io.licensewatch.embedded;

/** An embedded server could not start, for a reason that its user can remove; the message says what and how. */
public final class EmbeddedStartException extends RuntimeException {
    static EmbeddedStartException taken(int port) {
        return new EmbeddedStartException(
                "port " + port + " is taken by another process; choose another (0 takes any free one)");
    }

    public EmbeddedStartException(String message) {
        super(message);
    }

    public EmbeddedStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
