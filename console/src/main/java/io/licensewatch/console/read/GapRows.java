package io.licensewatch.console.read;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Gaps of the history: records that were deleted before they were read. */
public final class GapRows {
    private static final int MOST = 200;

    private GapRows() {}

    /**
     * @param from the first missing offset
     * @param to the first offset after the gap
     */
    public record Gap(String topic, int partition, long from, long to, Instant noticedAt) {}

    /** The most recently detected first. */
    public static List<Gap> list(Handle handle) {
        return handle.createQuery("SELECT topic, partition, from_offset, to_offset, noticed_ms FROM gap"
                        + " ORDER BY noticed_ms DESC, topic, partition, from_offset LIMIT :most")
                .bind("most", MOST)
                .map((row, context) -> new Gap(
                        row.getString(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getLong(4),
                        Stored.instant(row.getLong(5))))
                .list();
    }
}
