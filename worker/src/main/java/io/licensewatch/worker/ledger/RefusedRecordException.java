package io.licensewatch.worker.ledger;

/** The ledger rejects this record permanently. */
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
