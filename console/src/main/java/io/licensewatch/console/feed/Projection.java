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
 * The topics as tables. What was read and how far is written in one transaction: after a kill at any point the next process goes on
 * where the tables end.
 */
final class Projection {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    private final Statements sql;
    private final PositionTable positions;
    private final DeadLetterTable deadLetters;
    private final Map<String, Table> tables;

    Projection(Connection writer, Topics topics) {
        this.sql = new Statements(writer);
        this.positions = new PositionTable(sql);
        this.deadLetters = new DeadLetterTable(sql);
        this.tables = Map.ofEntries(
                Map.entry(Topics.TENANTS, new TenantTable(sql)),
                Map.entry(Topics.ALERTS_CURRENT, new AlertTable(sql)),
                Map.entry(Topics.ALERTS, new TransitionTable(sql)),
                Map.entry(Topics.COMMANDS, new CommandTable(sql)),
                Map.entry(Topics.RESULTS, new ResultTable(sql)),
                Map.entry(Topics.VERDICTS, new VerdictTable(sql)),
                Map.entry(Topics.ACTIONS, new ActionTable(sql)),
                Map.entry(Topics.PAUSES, new PausesTable(sql)),
                Map.entry(Topics.HEALTH, new HealthTable(sql)),
                Map.entry(Topics.DEAD_LETTERS, deadLetters),
                Map.entry(topics.frontier(), new FrontierTable(sql)));
    }

    Set<String> topics() {
        return tables.keySet();
    }

    /**
     * @throws OtherClusterException when the tables were built from another Kafka
     */
    void requireCluster(String id) throws SQLException {
        String known = positions.cluster();
        if (known != null && !known.equals(id)) {
            throw new OtherClusterException(known, id);
        }
        positions.cluster(id);
        sql.commit();
    }

    /** Where to read on; empty for the beginning. A topic that was deleted and made again is read from there. */
    OptionalLong position(TopicPartition partition, String topicId) throws SQLException {
        String known = positions.topicId(partition.topic());
        if (known != null && !known.equals(topicId)) {
            startAgain(partition.topic());
        }
        return positions.next(partition, topicId);
    }

    /** What the topic says of the present is forgotten, as it will be read from its beginning. */
    void startAgain(String topic) throws SQLException {
        LOG.atWarn()
                .addKeyValue("topic", topic)
                .log("the topic is another one than before, or lost records: reading it from its beginning");
        table(topic).clear();
        positions.forget(topic);
        sql.commit();
    }

    void gap(TopicPartition partition, long from, long to, Instant noticed) throws SQLException {
        LOG.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("from", from)
                .addKeyValue("to", to)
                .log("records were deleted before they were read: the history lacks them");
        positions.gap(partition, from, to, noticed);
        sql.commit();
    }

    /**
     * @param next how far each partition has been read with these records
     * @param topicIds of all topics
     * @return what is different now, each thing once
     */
    List<Change> apply(Iterable<Arrival> arrivals, Map<TopicPartition, Long> next, Map<String, String> topicIds)
            throws SQLException {
        Set<Change> changes = new LinkedHashSet<>();
        try {
            for (Arrival arrival : arrivals) {
                take(arrival, changes);
            }
            for (Table table : tables.values()) {
                table.finish();
            }
            for (Map.Entry<TopicPartition, Long> read : next.entrySet()) {
                positions.set(read.getKey(), topicIds.getOrDefault(read.getKey().topic(), ""), read.getValue());
            }
            sql.commit();
            return new ArrayList<>(changes);
        } catch (SQLException | RuntimeException e) {
            sql.rollback();
            throw e;
        }
    }

    private void take(Arrival arrival, Set<Change> changes) throws SQLException {
        try {
            table(arrival.topic()).take(arrival, changes);
        } catch (MalformedRecordException e) {
            LOG.atWarn()
                    .addKeyValue("topic", arrival.topic())
                    .addKeyValue("partition", arrival.partition())
                    .addKeyValue("offset", arrival.offset())
                    .addKeyValue("reason", e.reason())
                    .log("record not understood");
            deadLetters.refused(arrival, e.reason(), changes);
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
