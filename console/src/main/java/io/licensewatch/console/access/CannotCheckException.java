package io.licensewatch.console.access;

/** A credential cannot be verified now; a retry may succeed. */
final class CannotCheckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotCheckException(String message, Throwable cause) {
        super(message, cause);
    }
}
