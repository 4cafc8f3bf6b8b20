package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.schemas.source.SourcePosition;

/** Makes tenants due whose lookups a change of the reference data may have changed. */
final class ChangedReference {
    private final ChangedLookups changedLookups;
    private final Sweep sweep;
    private final EvaluationQueue queue;
    private final TaskClock clock;

    ChangedReference(ChangedLookups changedLookups, Sweep sweep, EvaluationQueue queue, TaskClock clock) {
        this.changedLookups = changedLookups;
        this.sweep = sweep;
        this.queue = queue;
        this.clock = clock;
    }

    /** The result of a lookup may have changed. */
    void lookupChanged(long lookup, SourcePosition at) {
        changedLookups.changed(lookup, at, clock.position());
        sweep.start(lookup, tenantId -> queue.rowsChanged(tenantId, at));
    }

    /**
     * The result of any lookup may have changed at the present frontier.
     *
     * @param former the frontier before it
     */
    void all(SourcePosition former) {
        changedLookups.allChanged(clock.position(), former);
        sweep.start();
    }
}
