package io.licensewatch.console.action;

/** The named tenant or type does not exist, as far as the read model knows. The message is for the caller. */
public final class NoScopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    NoScopeException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the HTTP answer. */
    public int status() {
        return status;
    }
}
