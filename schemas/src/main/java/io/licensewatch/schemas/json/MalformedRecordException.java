package io.licensewatch.schemas.json;

/** A record that cannot be understood; its message says what is wrong, without quoting column values. */
public final class MalformedRecordException extends Exception {
    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong, in one line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
