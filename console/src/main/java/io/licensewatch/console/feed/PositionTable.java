package io.licensewatch.console.feed;

import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The next offset of each partition, in the same transaction as the records. */
final class PositionTable {
    private final Statements sql;

    PositionTable(Statements sql) {
        this.sql = sql;
    }

    /** Empty if nothing of this topic has been read, or of an earlier topic with its name. */
    OptionalLong next(TopicPartition partition, String topicId) throws SQLException {
        Long next = sql.number(
                "SELECT next_offset FROM position WHERE topic = ? AND partition = ? AND topic_id = ?",
                partition.topic(),
                partition.partition(),
                topicId);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** The id of the topic that was read under this name; null if none was. */
    @Nullable
    String topicId(String topic) throws SQLException {
        return sql.text("SELECT topic_id FROM position WHERE topic = ? LIMIT 1", topic);
    }

    void set(TopicPartition partition, String topicId, long next) throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO position (topic, partition, topic_id, next_offset) VALUES (?, ?, ?, ?)",
                partition.topic(),
                partition.partition(),
                topicId,
                next);
    }

    void forget(String topic) throws SQLException {
        sql.run("DELETE FROM position WHERE topic = ?", topic);
    }

    /** Stores a gap: records that were deleted before they were read. */
    void gap(TopicPartition partition, long from, long to, Instant noticed) throws SQLException {
        sql.run(
                "INSERT OR IGNORE INTO gap (topic, partition, from_offset, to_offset, noticed_ms) VALUES (?, ?, ?, ?, ?)",
                partition.topic(),
                partition.partition(),
                from,
                to,
                noticed.toEpochMilli());
    }

    /** The cluster that the read model was built from; null for a new read model. */
    @Nullable
    String cluster() throws SQLException {
        return sql.text("SELECT value FROM meta WHERE name = 'cluster'");
    }

    void cluster(String id) throws SQLException {
        sql.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('cluster', ?)", id);
    }
}
