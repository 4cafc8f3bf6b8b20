package io.licensewatch.console.read;

/** A cursor that is not from a page of this list. */
public final class BadCursorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadCursorException() {
        super("this cursor is not of this list: use the cursor of the page before, with the same filters");
    }
}
