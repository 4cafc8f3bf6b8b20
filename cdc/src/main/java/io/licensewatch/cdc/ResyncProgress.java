package io.licensewatch.cdc;

import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.schemas.source.Lsn;
import java.util.Optional;

/**
 * How far a request for a resync is, as the feed's progress tells.
 *
 * @param id the request's
 * @param lsn where it stands in the log
 * @param epoch the last one before it; a later snapshot has everything that was committed before the request
 */
record ResyncProgress(String id, long lsn, int epoch) {

    boolean isDone(Optional<Progress> progress) {
        return progress.filter(p -> p.epoch() > epoch
                        ? p.snapshotComplete()
                        : isMet(p) && !p.resyncs().isWaiting(id))
                .isPresent();
    }

    /** For a person. */
    String tell(Optional<Progress> progress) {
        if (progress.isEmpty()) {
            return "the feed has not run yet; its first snapshot will read everything";
        }
        Progress now = progress.get();
        if (isDone(progress)) {
            return "done";
        }
        if (now.epoch() > epoch) {
            return "snapshot of epoch " + now.epoch() + ": " + now.snapshotRows() + " rows written";
        }
        if (!isMet(now)) {
            return "waiting for the feed to meet the request; is it running?";
        }
        if (now.resyncs().wantsAll()) {
            return "the feed begins a new snapshot";
        }
        return now.resyncs().reading()
                ? "reading: " + now.resyncs().rows() + " rows written by resyncs of this epoch"
                : "waiting for transactions that were running";
    }

    /** Whether it has begun, and no row was read: it may be that transactions of others have to end first. */
    boolean maySeeItselfHeldUp(Optional<Progress> progress) {
        return progress.filter(now -> !isDone(progress)
                        && (now.epoch() > epoch
                                ? now.snapshotRows() == 0
                                : isMet(now) && !now.resyncs().reading()))
                .isPresent();
    }

    private boolean isMet(Progress progress) {
        Progress.Position position = progress.position();
        return progress.resyncs().isWaiting(id)
                || (position != null && Long.compareUnsigned(Lsn.parse(position.previousCommit()), lsn) > 0);
    }
}
