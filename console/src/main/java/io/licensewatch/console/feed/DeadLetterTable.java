package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The origin of rejected records and the reason; never their content. */
final class DeadLetterTable implements Table {
    private final Statements sql;

    DeadLetterTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) {
        String reason = arrival.header(RecordHeaders.REASON);
        return changes -> add(arrival, reason == null ? "no reason was given" : reason, changes);
    }

    /** A record that this process itself rejects. */
    Rows refused(Arrival arrival, String reason) {
        return changes -> add(arrival, reason, changes);
    }

    private void add(Arrival arrival, String reason, Collection<Change> changes) throws SQLException {
        int added = sql.run(
                """
                INSERT OR IGNORE INTO dead_letter (topic, partition, record_offset, at_ms, reason, origin_topic, origin_partition,
                  origin_offset, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                arrival.topic(),
                arrival.partition(),
                arrival.offset(),
                arrival.timestamp(),
                reason,
                arrival.header(RecordHeaders.ORIGIN_TOPIC),
                number(arrival.header(RecordHeaders.ORIGIN_PARTITION)),
                number(arrival.header(RecordHeaders.ORIGIN_OFFSET)),
                arrival.bytes());
        if (added > 0) {
            changes.add(new Change(Change.Kind.DEAD_LETTER, AlertEvent.SYSTEM_TENANT, arrival.topic()));
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    @Override
    public void clear() {
        // history is kept; topic, partition and offset make re-reading idempotent
    }
}
