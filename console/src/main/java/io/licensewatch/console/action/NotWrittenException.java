package io.licensewatch.console.action;

import org.jspecify.annotations.Nullable;

/** A decision was not written, or it is unknown whether it was. The message is for the person who decided. */
public final class NotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public enum Why {
        /** This console is not authorized to write: nothing was written, and a retry needs an ACL. */
        NOT_ALLOWED,
        /** Kafka did not confirm it: the list of decisions shows some moments later whether it was written. */
        UNKNOWN
    }

    NotWrittenException(Why why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    /** The status of the HTTP answer. */
    public int status() {
        return why == Why.NOT_ALLOWED ? 502 : 504;
    }
}
