package io.licensewatch.cdc.progress;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a streamed event among those of its slot.
 *
 * @param previousCommit LSN of the commit delivered before its transaction
 * @param txId its transaction
 * @param lsn its own LSN
 * @param committedAt when its transaction was committed, in ms since 1970
 * @param table what it is about, {@code schema.table}; null for a message
 */
public record StreamEvent(
        long previousCommit,
        long txId,
        long lsn,
        long committedAt,
        @Nullable String table) {
    public StreamEvent(long previousCommit, long txId, long lsn) {
        this(previousCommit, txId, lsn, 0, null);
    }
}
