package io.licensewatch.schemas.source;

/**
 * The position of an event in the source's history; a later commit has a greater position.
 *
 * <p>The LSN of a change alone does not order commits: a transaction that began early may commit late. Its pair with the LSN of
 * the commit that the stream delivered before it does. Rows of a snapshot have {@code previousCommit} 0, before everything that
 * is streamed in the same epoch; rows of an incremental snapshot have the position of a mark in the stream, which nothing else
 * has. Rows written by one multi-row statement may share a position.
 *
 * @param epoch number of the snapshot that this history started with, from 1
 * @param previousCommit LSN of the last commit delivered before the event's own transaction; 0 in a snapshot
 * @param lsn LSN of the event itself; for a snapshot row the snapshot's
 */
public record SourcePosition(int epoch, long previousCommit, long lsn) implements Comparable<SourcePosition> {
    public static final SourcePosition START = new SourcePosition(0, 0, 0);

    /** Each epoch is a snapshot of the whole source; nobody takes a million of them. */
    public static final int LAST_EPOCH = 1_000_000;

    /** An exbibyte of write-ahead log: more than a server writes in its life. */
    public static final long LAST_LSN = 1L << 60;

    /** Whether a source can ever reach this position. A record with an impossible one was not written by cdc, or is damaged. */
    public boolean canBe() {
        return epoch >= 1
                && epoch <= LAST_EPOCH
                && previousCommit >= 0
                && previousCommit <= LAST_LSN
                && lsn >= 0
                && lsn <= LAST_LSN;
    }

    @Override
    public int compareTo(SourcePosition other) {
        int byEpoch = Integer.compare(epoch, other.epoch);
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byCommit = Long.compareUnsigned(previousCommit, other.previousCommit);
        return byCommit != 0 ? byCommit : Long.compareUnsigned(lsn, other.lsn);
    }

    public boolean isAfter(SourcePosition other) {
        return compareTo(other) > 0;
    }
}
