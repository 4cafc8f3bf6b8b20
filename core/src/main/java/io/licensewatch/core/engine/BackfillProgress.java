package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.FrontierGate;
import java.util.Optional;

/**
 * Progress of a task with the rows of a snapshot, and with the tenants that are due at the first frontier, or at the frontier that completes a
 * snapshot. Not durable: after a restart it counts what is left then.
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

    /** Rows of the snapshot, and of how many, once a frontier has said so. */
    Backfill reading(FrontierGate gate) {
        return gate.snapshotRows()
                .map(arrived -> Backfill.reading(arrived.rows(), arrived.expected()))
                .orElseGet(() -> Backfill.reading(snapshotRows, Backfill.UNKNOWN));
    }

    /** Tenants that change meanwhile are evaluated, too, so a tenant may count more than once. */
    Optional<Backfill> evaluating() {
        return evaluating ? Optional.of(Backfill.evaluating(Math.min(done, due), due)) : Optional.empty();
    }
}
