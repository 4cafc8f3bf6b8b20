package io.licensewatch.cdc.translate;

/**
 * Record timestamps from commit times. Postgres takes a transaction's commit time a moment before it orders the commit, so
 * that in the order of delivery the time may step back by some milliseconds; readers that merge topics by timestamp would
 * then see a row after the frontier that includes it. Such a step is smoothed. A larger one is a clock that was set, and
 * is followed.
 */
final class CommitClock {
    private static final long LARGEST_RACE_MS = 1_000;

    private long latest = Long.MIN_VALUE;

    /** @param committedAt in ms since 1970 */
    long timestamp(long committedAt) {
        boolean levelled = committedAt < latest && latest - committedAt <= LARGEST_RACE_MS;
        latest = levelled ? latest : committedAt;
        return latest;
    }

    /** The latest so far, for records without a commit. */
    long latest() {
        return latest;
    }
}
