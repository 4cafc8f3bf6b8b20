package io.licensewatch.cdc.source;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_replication_slots}.
 *
 * @param plugin output plugin; licensewatch reads pgoutput
 * @param activePid server process that reads from it now; null when none does
 * @param walStatus reserved, extended, unreserved or lost
 * @param confirmedFlush LSN up to which the reader has confirmed; 0 when unknown
 * @param lagBytes WAL between {@code confirmedFlush} and the server's current position
 * @param safeWalBytes WAL that may still be written before the slot may be lost; null when there is no limit
 */
public record ReplicationSlot(
        String name,
        String plugin,
        String database,
        boolean active,
        @Nullable Integer activePid,
        String walStatus,
        long confirmedFlush,
        long lagBytes,
        @Nullable Long safeWalBytes) {

    public boolean isLost() {
        return walStatus.equals("lost");
    }
}
