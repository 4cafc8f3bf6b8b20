package io.licensewatch.worker.loop;

/** The ledger lacks published entries: its database was restored to an earlier state. Continuing would skip results. */
public final class LedgerSetBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerSetBackException(int partition, long end, long published) {
        super("partition " + partition + ": the ledger ends at " + end + ", and " + published
                + " is published: the database was set back; see docs/operations.md, \"the ledger was set back\"");
    }
}
