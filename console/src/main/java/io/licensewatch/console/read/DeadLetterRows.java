package io.licensewatch.console.read;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Records that this process or another one rejected. */
public final class DeadLetterRows {
    private static final String LIST = "dead letters";

    private DeadLetterRows() {}

    /**
     * The place of a record; never its content, which may be personal.
     *
     * @param topic of the dead letter; if this process rejected the record, the topic of the record itself
     * @param at by the record's timestamp
     * @param origin the place of a record that another process rejected; null if this process did, or if it is unknown
     * @param bytes its size
     */
    public record DeadLetter(
            String topic,
            int partition,
            long offset,
            Instant at,
            String reason,
            @Nullable Origin origin,
            long bytes) {}

    public record Origin(
            String topic,
            @Nullable Long partition,
            @Nullable Long offset) {}

    /**
     * Newest first.
     *
     * @throws BadCursorException if the cursor is not of this list
     */
    public static Page<DeadLetter> list(Handle handle, Paging paging) {
        Cursor after = paging.cursor(LIST);
        Where where = new Where();
        if (after != null) {
            where.and(
                            "(at_ms, topic, partition, record_offset) < (:at, :topic, :partition, :offset)",
                            "at",
                            after.number(0))
                    .bind("topic", after.string(1))
                    .bind("partition", after.number(2))
                    .bind("offset", after.number(3));
        }
        List<DeadLetter> letters = where.list(
                handle,
                "SELECT topic, partition, record_offset, at_ms, reason, origin_topic, origin_partition, origin_offset,"
                        + " bytes FROM dead_letter",
                "at_ms DESC, topic DESC, partition DESC, record_offset DESC",
                paging.fetch(),
                (row, context) -> new DeadLetter(
                        row.getString(1),
                        row.getInt(2),
                        row.getLong(3),
                        Stored.instant(row.getLong(4)),
                        row.getString(5),
                        origin(row.getString(6), number(row.getObject(7)), number(row.getObject(8))),
                        row.getLong(9)));
        return Page.of(
                letters,
                paging,
                LIST,
                letter -> Cursor.of(letter.at().toEpochMilli(), letter.topic(), letter.partition(), letter.offset()));
    }

    public static long count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM dead_letter")
                .mapTo(Long.class)
                .one();
    }

    private static @Nullable Origin origin(@Nullable String topic, @Nullable Long partition, @Nullable Long offset) {
        return topic == null ? null : new Origin(topic, partition, offset);
    }

    private static @Nullable Long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : null;
    }
}
