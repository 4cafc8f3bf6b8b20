package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects the topics into tables. Records and offsets are written in one transaction, so after a kill at any point the next
 * process continues at the stored offsets.
 */
final class Projection {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    private final Statements sql;
    private final PositionTable positions;
    private final DeadLetterTable deadLetters;
    private final Indexes indexes;
    private final Map<String, Table> tables;
    /** The changes of the open transaction. */
    private final Set<Change> changes = new LinkedHashSet<>();

    Projection(Connection writer, Topics topics) throws SQLException {
        this.sql = new Statements(writer);
        this.positions = new PositionTable(sql);
        this.deadLetters = new DeadLetterTable(sql);
        this.indexes = new Indexes(sql);
        this.tables = Map.ofEntries(
                Map.entry(Topics.TENANTS, new TenantTable(sql, indexes)),
                Map.entry(Topics.ALERTS_CURRENT, new AlertTable(sql)),
                Map.entry(Topics.ALERTS, new TransitionTable(sql)),
                Map.entry(Topics.COMMANDS, new CommandTable(sql)),
                Map.entry(Topics.RESULTS, new ResultTable(sql)),
                Map.entry(Topics.VERDICTS, new VerdictTable(sql)),
                Map.entry(Topics.ACTIONS, new ActionTable(sql)),
                Map.entry(Topics.PAUSES, new PausesTable(sql)),
                Map.entry(Topics.HEALTH, new HealthTable(sql)),
                Map.entry(Topics.DEAD_LETTERS, deadLetters),
                Map.entry(topics.frontier(), new FrontierTable(sql)),
                Map.entry(topics.snapshot(), new SnapshotTable(sql)));
    }

    Set<String> topics() {
        return tables.keySet();
    }

    /** @throws OtherClusterException if the tables were built from another Kafka cluster */
    void requireCluster(String id) throws SQLException {
        String known = positions.cluster();
        if (known != null && !known.equals(id)) {
            throw new OtherClusterException(known, id);
        }
        positions.cluster(id);
        sql.commit();
    }

    /** The next offset; empty for the beginning. A topic that was deleted and created again is read from its beginning. */
    OptionalLong position(TopicPartition partition, String topicId) throws SQLException {
        String known = positions.topicId(partition.topic());
        if (known != null && !known.equals(topicId)) {
            startAgain(partition.topic());
        }
        return positions.next(partition, topicId);
    }

    /** Deletes the present state of the topic, which will be read from its beginning. */
    void startAgain(String topic) throws SQLException {
        LOG.atWarn()
                .addKeyValue("topic", topic)
                .log("the topic was replaced or has lost records: reading it from its beginning");
        table(topic).clear();
        positions.forget(topic);
        sql.commit();
    }

    void gap(TopicPartition partition, long from, long to, Instant noticed) throws SQLException {
        LOG.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("from", from)
                .addKeyValue("to", to)
                .log("records were deleted before they were read: the history has a gap");
        positions.gap(partition, from, to, noticed);
        sql.commit();
    }

    /** Whether the read model has been built. Before that it has no indexes and no search by name. */
    boolean isBuilt() {
        return indexes.areMade();
    }

    /** Called once the existing records have been read. */
    void built() throws SQLException {
        LOG.atInfo().log("all records are read: creating the indexes");
        try {
            indexes.make();
        } catch (SQLException | RuntimeException e) {
            sql.rollback();
            throw e;
        }
    }

    /** Decodes a batch into writes, in order; on any thread. */
    List<Rows> decode(Iterable<Arrival> arrivals) {
        List<Rows> rows = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            rows.add(decode(arrival));
        }
        return rows;
    }

    private Rows decode(Arrival arrival) {
        try {
            return table(arrival.topic()).decode(arrival);
        } catch (MalformedRecordException e) {
            LOG.atWarn()
                    .addKeyValue("topic", arrival.topic())
                    .addKeyValue("partition", arrival.partition())
                    .addKeyValue("offset", arrival.offset())
                    .addKeyValue("reason", e.reason())
                    .log("record rejected");
            return deadLetters.refused(arrival, e.reason());
        }
    }

    /** Readers see it once it is committed. */
    void write(List<Rows> rows) throws SQLException {
        try {
            for (Rows one : rows) {
                one.write(changes);
            }
        } catch (SQLException | RuntimeException e) {
            sql.rollback();
            throw e;
        }
    }

    /**
     * @param next the next offset of each partition after the written records
     * @param topicIds of all topics
     * @return the changes, each once
     */
    List<Change> commit(Map<TopicPartition, Long> next, Map<String, String> topicIds) throws SQLException {
        try {
            for (Table table : tables.values()) {
                table.finish();
            }
            for (Map.Entry<TopicPartition, Long> read : next.entrySet()) {
                positions.set(read.getKey(), topicIds.getOrDefault(read.getKey().topic(), ""), read.getValue());
            }
            sql.commit();
            List<Change> committed = new ArrayList<>(changes);
            changes.clear();
            return committed;
        } catch (SQLException | RuntimeException e) {
            sql.rollback();
            throw e;
        }
    }

    private Table table(String topic) {
        Table table = tables.get(topic);
        if (table == null) {
            throw new IllegalArgumentException("no table for topic " + topic);
        }
        return table;
    }
}
