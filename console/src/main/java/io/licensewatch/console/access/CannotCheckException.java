package io.licensewatch.console.access;

/** Whether a credential is right cannot be found out now; it may later. */
final class CannotCheckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotCheckException(String message, Throwable cause) {
        super(message, cause);
    }
}
