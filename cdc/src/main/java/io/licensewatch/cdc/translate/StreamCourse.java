package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.progress.Progress.Position;
import io.licensewatch.cdc.progress.ReplayFilter;
import io.licensewatch.cdc.progress.StreamEvent;
import io.licensewatch.cdc.progress.StreamPosition;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Where the events of one run of the engine stand in the stream, and which of them an earlier run has written. */
final class StreamCourse {
    private final LongSupplier restartPoint;
    /** The last event that an earlier run wrote; its transaction may have been written in part. */
    private final @Nullable Position written;

    private final ReplayFilter replay;
    private final StreamPosition position = new StreamPosition();
    private @Nullable Long restartedAt;

    /** @param restartPoint asks where the slot is confirmed to; asked once, with the first streamed event */
    StreamCourse(@Nullable Position written, LongSupplier restartPoint) {
        this.written = written;
        this.restartPoint = restartPoint;
        this.replay = new ReplayFilter(written);
    }

    /** The place of the next event. To be asked once for each, in order. */
    StreamEvent next(SourceEvent event) {
        StreamEvent place = event.position(commitBefore(event));
        position.advance(place);
        return place;
    }

    /** To be asked once for each event, in order. */
    boolean isWritten(StreamEvent place) {
        return replay.isWritten(place);
    }

    /** The last event; null before the first, and while what comes was written before: what is written stands further on. */
    @Nullable
    Position reached() {
        return replay.isSearching() ? null : position.current();
    }

    /**
     * For the first transaction, of which Debezium does not tell the commit before: where the slot stands. A transaction that
     * was written in part keeps the place that it had, or its other rows would seem to be older than those.
     */
    private long commitBefore(SourceEvent event) {
        long restart = restartedAt();
        Position part = written;
        Long transaction = event.txId();
        return part != null && transaction != null && transaction == part.txId() ? part.previousCommitLsn() : restart;
    }

    private long restartedAt() {
        Long known = restartedAt;
        if (known == null) {
            known = restartPoint.getAsLong();
            restartedAt = known;
        }
        return known;
    }
}
