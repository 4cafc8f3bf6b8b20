package io.licensewatch.cdc.checkpoint;

import io.licensewatch.cdc.checkpoint.Checkpoint.LastEvent;
import io.licensewatch.schemas.source.Lsn;
import org.jspecify.annotations.Nullable;

/** Counts events that share an LSN, and knows the last event. */
public final class PositionTracker {
    private @Nullable StreamPosition last;
    private int count;

    public void advance(StreamPosition event) {
        StreamPosition before = last;
        boolean sameLsn = before != null && before.txId() == event.txId() && before.lsn() == event.lsn();
        count = sameLsn ? count + 1 : 1;
        last = event;
    }

    public @Nullable LastEvent current() {
        StreamPosition event = last;
        return event == null
                ? null
                : new LastEvent(
                        Lsn.text(event.previousCommit()),
                        event.txId(),
                        Lsn.text(event.lsn()),
                        count,
                        event.committedAt(),
                        event.table());
    }
}
