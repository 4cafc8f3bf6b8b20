package io.licensewatch.worker.ledger;

/** The ledger does not take this record, now or later. */
public final class RefusedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedRecordException(String message) {
        super(message);
    }

    /** In one line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
