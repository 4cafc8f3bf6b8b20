package io.licensewatch.cdc.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The position of an event in the stream of its slot.
 *
 * @param previousCommit LSN of the commit delivered before its transaction
 * @param txId its transaction
 * @param lsn its own LSN
 * @param committedAt when its transaction was committed, in ms since 1970
 * @param table {@code schema.table}; null for a message
 */
public record StreamPosition(
        long previousCommit,
        long txId,
        long lsn,
        long committedAt,
        @Nullable String table) {
    public StreamPosition(long previousCommit, long txId, long lsn) {
        this(previousCommit, txId, lsn, 0, null);
    }
}
