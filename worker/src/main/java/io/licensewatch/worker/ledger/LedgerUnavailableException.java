package io.licensewatch.worker.ledger;

/** The ledger is unavailable: Postgres is down, refuses the login, or is not prepared. Nothing is skipped; the worker waits. */
public final class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
