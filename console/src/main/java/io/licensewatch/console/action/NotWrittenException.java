package io.licensewatch.console.action;

import org.jspecify.annotations.Nullable;

/** A decision is not on its topic, or may be. The message is for the person who decided. */
public final class NotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public enum Why {
        /** Kafka does not let this console write: nothing was written, and nothing will be until somebody grants it. */
        NOT_ALLOWED,
        /** Kafka did not confirm it: whether it is written, the list of decisions shows, some moments later. */
        UNKNOWN
    }

    NotWrittenException(Why why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    /** Of the HTTP answer. */
    public int status() {
        return why == Why.NOT_ALLOWED ? 502 : 504;
    }
}
