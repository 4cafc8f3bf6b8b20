package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.checkpoint.Checkpoint.LastEvent;
import io.licensewatch.cdc.checkpoint.PositionTracker;
import io.licensewatch.cdc.checkpoint.ReplayFilter;
import io.licensewatch.cdc.checkpoint.StreamPosition;
import io.licensewatch.cdc.debezium.SourceEvent;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The position in the stream during one run of the engine, and which events an earlier run wrote. */
final class StreamCursor {
    private final LongSupplier restartPoint;
    /** The last event that an earlier run wrote; its transaction may have been written in part. */
    private final @Nullable LastEvent written;

    private final ReplayFilter replay;
    private final PositionTracker position = new PositionTracker();
    private @Nullable Long restartedAt;

    /** @param restartPoint reads the slot's confirmed position; called once, with the first streamed event */
    StreamCursor(@Nullable LastEvent written, LongSupplier restartPoint) {
        this.written = written;
        this.restartPoint = restartPoint;
        this.replay = new ReplayFilter(written);
    }

    /** The position of the next event. Call it once for each event, in order. */
    StreamPosition next(SourceEvent event) {
        StreamPosition place = event.position(commitBefore(event));
        position.advance(place);
        return place;
    }

    /** Whether an earlier run wrote the event. Call it once for each event, in order. */
    boolean isWritten(StreamPosition place) {
        return replay.isWritten(place);
    }

    /** The last event; null before the first, and while events are replayed: the checkpoint is ahead of them then. */
    @Nullable
    LastEvent reached() {
        return replay.isSearching() ? null : position.current();
    }

    /**
     * For the first transaction, whose preceding commit Debezium does not provide: the slot's position. A transaction that was
     * written in part keeps the position that it had, or its remaining rows would appear older than the written ones.
     */
    private long commitBefore(SourceEvent event) {
        long restart = restartedAt();
        LastEvent part = written;
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
