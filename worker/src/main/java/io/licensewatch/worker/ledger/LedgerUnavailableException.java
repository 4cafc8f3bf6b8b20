package io.licensewatch.worker.ledger;

/** The ledger gives no answer now: Postgres is away, refuses us, or is not prepared. Nothing is skipped for it; the worker waits. */
public final class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
