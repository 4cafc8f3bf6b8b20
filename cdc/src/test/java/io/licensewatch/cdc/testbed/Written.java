package io.licensewatch.cdc.testbed;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What cdc has written for a source, as a reader of committed records sees it. */
public record Written(TestKafka kafka, String prefix) {

    /** The row changes of a table, tenantless ones included, tombstones left out; in order per partition. */
    public List<RowChange> changes(String table) {
        List<RowChange> changes = new ArrayList<>();
        String schema = SourceTable.named("auth", table).isPresent() ? "auth" : "public";
        for (String topic : List.of(prefix + "." + schema + "." + table, prefix + ".tenantless")) {
            for (ConsumerRecord<byte[], byte[]> record : kafka.records(topic)) {
                if (record.value() != null) {
                    RowChange change = decoded(record);
                    if (change.table().equals(table)) {
                        changes.add(change);
                    }
                }
            }
        }
        return changes;
    }

    /** The row changes of a table by topic and partition, tombstones left out. */
    public Map<String, List<RowChange>> changesByPlace(String table) {
        Map<String, List<RowChange>> places = new TreeMap<>();
        for (String topic : List.of(prefix + ".public." + table, prefix + ".tenantless")) {
            for (ConsumerRecord<byte[], byte[]> record : kafka.records(topic)) {
                RowChange change = record.value() == null ? null : decoded(record);
                if (change != null && change.table().equals(table)) {
                    places.computeIfAbsent(topic + "-" + record.partition(), p -> new ArrayList<>())
                            .add(change);
                }
            }
        }
        return places;
    }

    /** The rows that a reader ends up with: per partition and key the last value, truncates applied. Column text by id. */
    public Map<String, String> rows(String table, String column) {
        Map<String, Map<String, String>> places = new TreeMap<>();
        for (String topic : List.of(prefix + ".public." + table, prefix + ".tenantless")) {
            for (ConsumerRecord<byte[], byte[]> record : kafka.records(topic)) {
                Map<String, String> place = places.computeIfAbsent(topic + record.partition(), p -> new TreeMap<>());
                apply(record, table, column, place);
            }
        }
        Map<String, String> rows = new TreeMap<>();
        places.values().forEach(rows::putAll);
        return rows;
    }

    private static void apply(
            ConsumerRecord<byte[], byte[]> record, String table, String column, Map<String, String> place) {
        if (record.value() == null) {
            return;
        }
        RowChange change = decoded(record);
        if (!change.table().equals(table)) {
            return;
        }
        if (change.op() == RowChange.Op.TRUNCATE) {
            place.clear();
        } else if (change.after() != null) {
            place.put(
                    String.valueOf(change.after().get("id")),
                    String.valueOf(change.after().get(column)));
        } else if (change.before() != null) {
            place.remove(String.valueOf(change.before().get("id")));
        }
    }

    public List<Frontier> frontiers() {
        List<Frontier> frontiers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.records(prefix + ".frontier")) {
            try {
                frontiers.add(JsonCodec.FRONTIER.decode(record.value()));
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
        return frontiers;
    }

    private static RowChange decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return WholeChange.decode(record.key(), record.value());
        } catch (MalformedRecordException e) {
            throw new AssertionError(record.topic() + " " + new String(record.value(), StandardCharsets.UTF_8), e);
        }
    }
}
