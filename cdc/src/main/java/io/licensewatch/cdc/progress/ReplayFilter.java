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
 *
 * <p>The last event's transaction is never confirmed before an event of a later one is written, so it always comes again; a
 * message outside of any transaction, which anybody can write behind it, confirms nothing. A
 * stream that passes its place without it is not the one that was read: the database was set back and has gone another way
 * since. Then nothing may be skipped and nothing be written.
 */
public final class ReplayFilter {
    private @Nullable Position written;
    private boolean insideWritten;
    private boolean met;
    private int countAtLsn;

    public ReplayFilter(@Nullable Position written) {
        this.written = written;
    }

    /**
     * Whether the event is in the topics already. To be asked once for every streamed event, in order.
     *
     * @throws io.licensewatch.cdc.preflight.UnfitSourceException when the stream is another one than was read before
     */
    public boolean isWritten(StreamEvent event) {
        Position last = written;
        if (last == null) {
            return false;
        }
        boolean replayed = event.txId() == last.txId() ? withinLast(event, last) : beforeLast(event, last);
        if (!replayed) {
            if (!met) {
                throw HistoryCheck.notMet(last, event);
            }
            written = null;
        }
        return replayed;
    }

    /** Whether events may still come that were written before. */
    public boolean isSearching() {
        return written != null;
    }

    private boolean withinLast(StreamEvent event, Position last) {
        Long committedAt = last.committedAt();
        if (committedAt != null && committedAt != event.committedAt()) {
            throw HistoryCheck.notMet(last, event); // ids are given again after the database was set back
        }
        insideWritten = true;
        int order = Long.compareUnsigned(event.lsn(), last.eventLsn());
        if (order != 0) {
            return order < 0;
        }
        met = true;
        countAtLsn++;
        return countAtLsn <= last.count();
    }

    private boolean beforeLast(StreamEvent event, Position last) {
        return !insideWritten && Long.compareUnsigned(event.previousCommit(), last.previousCommitLsn()) < 0;
    }
}
