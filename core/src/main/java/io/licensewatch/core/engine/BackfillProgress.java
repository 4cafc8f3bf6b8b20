package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.FrontierGate;
import java.util.Optional;

/**
 * How far a task is with the rows of a snapshot, and with the tenants that are due at its first frontier or at the one that says that a
 * snapshot is complete. Not durable: after a restart it counts what is left then.
 */
final class BackfillProgress {
    /** Rows that have arrived since this process began, of the snapshot that is not yet complete. */
    private long snapshotRows;

    private boolean evaluating;
    private long due;
    private long done;

    void snapshotRow() {
        snapshotRows++;
    }

    void snapshotIsComplete() {
        snapshotRows = 0;
    }

    void evaluationBegins(long tenants) {
        evaluating = true;
        due = tenants;
        done = 0;
    }

    void evaluated() {
        done++;
    }

    void evaluationEnds() {
        evaluating = false;
    }

    /** Rows of the snapshot, as far as they are known to be expected. */
    Backfill reading(FrontierGate gate) {
        return gate.snapshotRows()
                .map(arrived -> Backfill.reading(arrived.rows(), arrived.expected()))
                .orElseGet(() -> Backfill.reading(snapshotRows, Backfill.UNKNOWN));
    }

    /** Tenants that have changed meanwhile are evaluated, too, and more than once. */
    Optional<Backfill> evaluating() {
        return evaluating ? Optional.of(Backfill.evaluating(Math.min(done, due), due)) : Optional.empty();
    }
}
