package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;

/**
 * Rows of an input of the reference task. Each is queued until the frontier that covers it. What its columns contain is checked by the
 * tenant tasks.
 */
abstract class QueuedRows implements Intake.Task {
    private final DurableQueue queue;
    private final ReferenceOutput output;

    QueuedRows(DurableQueue queue, ReferenceOutput output) {
        this.queue = queue;
        this.output = output;
    }

    /** Whether rows of the table arrive by this input. */
    abstract boolean brings(SourceTable table);

    @Override
    public final SourceTable table(RowChange change) throws MalformedRecordException {
        return SourceTable.named(change.schema(), change.table())
                .filter(this::brings)
                .orElseThrow(() -> new MalformedRecordException(
                        "table " + change.schema() + "." + change.table() + " is not one of this topic"));
    }

    @Override
    public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {
        queue(change, key, value);
    }

    final void queue(RowChange change, byte[] key, byte[] value) {
        queue.add(change.position(), key, value);
    }

    @Override
    public final void reject(byte[] key, byte[] value, String reason) {
        output.deadLetter(key, value, reason);
    }
}
