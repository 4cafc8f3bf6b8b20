package io.licensewatch.core.engine;

import java.util.Optional;

/**
 * How far a task is with the tenants that are due at its first frontier, or at the one that says that a snapshot is complete. Not durable:
 * after a restart it counts what is left then.
 */
final class FirstEvaluation {
    private boolean running;
    private long due;
    private long done;

    void begins(long tenants) {
        running = true;
        due = tenants;
        done = 0;
    }

    void evaluated() {
        done++;
    }

    void ends() {
        running = false;
    }

    /** Tenants that have changed meanwhile are evaluated, too, and more than once. */
    Optional<Backfill> progress() {
        return running ? Optional.of(Backfill.evaluating(Math.min(done, due), due)) : Optional.empty();
    }
}
