package io.licensewatch.schemas.json;

/** A record that cannot be decoded; the message says what is wrong, without quoting column values. */
public final class MalformedRecordException extends Exception {
    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The problem in one line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
