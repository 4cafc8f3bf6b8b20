package io.licensewatch.cdc.checkpoint;

import io.licensewatch.cdc.checkpoint.Checkpoint.LastEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the events that Postgres sends again after a restart are already in the topics.
 *
 * <p>Postgres resends whole transactions in commit order, from the first that was not confirmed. The checkpoint names the last
 * event that was written. Events before it in that order were written too; the first event after it ends the search. Rows of
 * one statement may share an LSN, so they are counted; a transaction is recognised by its id, since the commit before it is not
 * known exactly for the first transaction after a restart.
 *
 * <p>The last event's transaction is never confirmed before an event of a later one is written, so it always comes again; a
 * message outside of any transaction, which anybody can write behind it, confirms nothing. A
 * stream that passes its position without it is not the one that was read: the database was set back and its log continued
 * differently. Then nothing may be skipped and nothing written.
 */
public final class ReplayFilter {
    private @Nullable LastEvent written;
    private boolean insideWritten;
    private boolean met;
    private int countAtLsn;

    public ReplayFilter(@Nullable LastEvent written) {
        this.written = written;
    }

    /**
     * Whether the event is already in the topics. Call it once for every streamed event, in order.
     *
     * @throws io.licensewatch.cdc.preflight.UnfitSourceException when the stream is not the one that was read before
     */
    public boolean isWritten(StreamPosition event) {
        LastEvent last = written;
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

    /** Whether events that are already written may still arrive. */
    public boolean isSearching() {
        return written != null;
    }

    private boolean withinLast(StreamPosition event, LastEvent last) {
        Long committedAt = last.committedAt();
        if (committedAt != null && committedAt != event.committedAt()) {
            throw HistoryCheck.notMet(last, event); // ids are assigned again after the database was set back
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

    private boolean beforeLast(StreamPosition event, LastEvent last) {
        return !insideWritten && Long.compareUnsigned(event.previousCommit(), last.previousCommitLsn()) < 0;
    }
}
