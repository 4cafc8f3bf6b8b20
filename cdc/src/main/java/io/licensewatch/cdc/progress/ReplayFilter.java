package io.licensewatch.cdc.progress;

import io.licensewatch.cdc.progress.Progress.Position;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of the events that Postgres sends again after a restart are in the topics already.
 *
 * <p>Postgres resends whole transactions in commit order, from the first that was not confirmed. The progress names the last
 * event that was written. Events before it in that order were written too; the first event after it ends the search. Rows of
 * one statement may share an LSN, so they are counted; a transaction is recognised by its id, since the commit before it is not
 * known exactly for the first transaction after a restart.
 */
public final class ReplayFilter {
    private @Nullable Position written;
    private boolean insideWritten;
    private int countAtLsn;

    public ReplayFilter(@Nullable Position written) {
        this.written = written;
    }

    /** Whether the event is in the topics already. To be asked once for every streamed event, in order. */
    public boolean isWritten(StreamEvent event) {
        Position last = written;
        if (last == null) {
            return false;
        }
        boolean replayed = event.txId() == last.txId() ? withinLast(event, last) : beforeLast(event, last);
        if (!replayed) {
            written = null;
        }
        return replayed;
    }

    /** Whether events may still come that were written before. */
    public boolean isSearching() {
        return written != null;
    }

    private boolean withinLast(StreamEvent event, Position last) {
        insideWritten = true;
        int order = Long.compareUnsigned(event.lsn(), last.eventLsn());
        if (order != 0) {
            return order < 0;
        }
        countAtLsn++;
        return countAtLsn <= last.count();
    }

    private boolean beforeLast(StreamEvent event, Position last) {
        return !insideWritten && Long.compareUnsigned(event.previousCommit(), last.previousCommitLsn()) < 0;
    }
}
