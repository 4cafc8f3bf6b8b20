package io.licensewatch.cdc.encode;

import io.licensewatch.schemas.source.SourceTable;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a row change: the envelope's {@code source}.
 *
 * @param snapshot Debezium's marker: {@code "false"} for a streamed change, anything else for a snapshot row
 * @param previousCommit LSN of the commit delivered before; 0 in a snapshot
 * @param txId null in a snapshot
 * @param committedAt commit time in ms since 1970; the snapshot's start for its rows
 * @param epoch number of the snapshot that this history is based on
 * @param command that the transaction named; null if there is none, as in a snapshot
 */
public record SourceStamp(
        SourceTable table,
        String snapshot,
        long previousCommit,
        long lsn,
        @Nullable Long txId,
        long committedAt,
        int epoch,
        @Nullable String command) {

    /** The value of {@code snapshot} for a row of an incremental snapshot; such a row has a position in the stream. */
    public static final String INCREMENTAL = "incremental";

    /** Whether it precedes everything that is streamed. */
    boolean isBeforeStream() {
        return !"false".equals(snapshot) && !INCREMENTAL.equals(snapshot);
    }
}
