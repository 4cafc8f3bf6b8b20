package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.schemas.source.SourcePosition;

/** Makes tenants due whose lookups a change of the reference data may have changed. */
final class ChangedReference {
    private final ChangedLookups answers;
    private final Sweep sweep;
    private final EvaluationQueue queue;
    private final TaskClock clock;

    ChangedReference(ChangedLookups answers, Sweep sweep, EvaluationQueue queue, TaskClock clock) {
        this.answers = answers;
        this.sweep = sweep;
        this.queue = queue;
        this.clock = clock;
    }

    /** One answer may have changed. */
    void answer(long question, SourcePosition at) {
        answers.changed(question, at, clock.position());
        sweep.start(question, tenantId -> queue.rowsChanged(tenantId, at));
    }

    /**
     * Any answer may have changed at the present frontier.
     *
     * @param former the frontier before it
     */
    void all(SourcePosition former) {
        answers.allChanged(clock.position(), former);
        sweep.start();
    }
}
