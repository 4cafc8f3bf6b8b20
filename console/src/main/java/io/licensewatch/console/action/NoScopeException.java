package io.licensewatch.console.action;

/** Somebody names a tenant or a type that there is not, as far as is known. The message is for that person. */
public final class NoScopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    NoScopeException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of the HTTP answer. */
    public int status() {
        return status;
    }
}
