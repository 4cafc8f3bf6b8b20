package io.licensewatch.cdc;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.schemas.source.Lsn;
import java.util.Optional;

/**
 * How far a resync request is, according to the feed's checkpoint.
 *
 * @param id the request's
 * @param lsn its LSN
 * @param epoch the last one before it; a later snapshot has everything that was committed before the request
 */
record ResyncProgress(String id, long lsn, int epoch) {

    boolean isDone(Optional<Checkpoint> checkpoint) {
        return checkpoint
                .filter(p -> p.epoch() > epoch
                        ? p.snapshotComplete()
                        : isMet(p) && !p.resyncs().isWaiting(id))
                .isPresent();
    }

    /** For a person. */
    String text(Optional<Checkpoint> checkpoint) {
        if (checkpoint.isEmpty()) {
            return "the feed has not run yet; its first snapshot will read everything";
        }
        Checkpoint now = checkpoint.get();
        if (isDone(checkpoint)) {
            return "done";
        }
        if (now.epoch() > epoch) {
            return "snapshot of epoch " + now.epoch() + ": " + now.snapshotRows() + " rows written";
        }
        if (!isMet(now)) {
            return "waiting for the feed to read the request; is it running?";
        }
        if (now.resyncs().wantsAll()) {
            return "the feed starts a new snapshot";
        }
        return now.resyncs().running()
                ? "reading: " + now.resyncs().rows() + " rows written by resyncs of this epoch"
                : "waiting for transactions that were running when the request was read";
    }

    /** Whether it has started and no row was read yet: it may have to wait for transactions of others. */
    boolean mayWaitForTransactions(Optional<Checkpoint> checkpoint) {
        return checkpoint
                .filter(now -> !isDone(checkpoint)
                        && (now.epoch() > epoch
                                ? now.snapshotRows() == 0
                                : isMet(now) && !now.resyncs().running()))
                .isPresent();
    }

    private boolean isMet(Checkpoint checkpoint) {
        Checkpoint.LastEvent last = checkpoint.lastEvent();
        return checkpoint.resyncs().isWaiting(id)
                || (last != null && Long.compareUnsigned(Lsn.parse(last.previousCommit()), lsn) > 0);
    }
}
