package io.licensewatch.console.read;

/** A cursor that no page of this list has given. */
public final class BadCursorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadCursorException() {
        super("this cursor is none of this list: take it as it is from the page before, with the same filters");
    }
}
