package io.licensewatch.cdc.progress;

import io.licensewatch.cdc.progress.Progress.Position;
import io.licensewatch.schemas.source.Lsn;
import org.jspecify.annotations.Nullable;

/** Counts along the stream and knows the position of the event seen last. */
public final class StreamPosition {
    private @Nullable StreamEvent last;
    private int count;

    public void advance(StreamEvent event) {
        StreamEvent before = last;
        boolean sameLsn = before != null && before.txId() == event.txId() && before.lsn() == event.lsn();
        count = sameLsn ? count + 1 : 1;
        last = event;
    }

    public @Nullable Position current() {
        StreamEvent event = last;
        return event == null
                ? null
                : new Position(
                        Lsn.text(event.previousCommit()),
                        event.txId(),
                        Lsn.text(event.lsn()),
                        count,
                        event.committedAt(),
                        event.table());
    }
}
