package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowChange.Op;
import io.licensewatch.schemas.source.SourcePosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the source topics must be, whatever happened on the way: every change that was committed, once, in order, and in the
 * end the tables themselves. All tables here have a primary key {@code id}.
 */
final class FeedOracle {
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final List<CapturedTable> tables;
    private final Connection connection;
    private final String seed;

    /**
     * @param records all that the source topics hold, in order per partition
     * @param seed for messages
     */
    FeedOracle(
            List<ConsumerRecord<byte[], byte[]>> records,
            List<CapturedTable> tables,
            Connection connection,
            String seed) {
        this.records = records;
        this.tables = tables;
        this.connection = connection;
        this.seed = seed;
    }

    /** @return how many rows were compared */
    int check() throws SQLException {
        nothingRegressesOrComesTwice();
        return theTopicsEqualTheTables();
    }

    private void nothingRegressesOrComesTwice() {
        Map<String, SourcePosition> latest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                continue;
            }
            RowChange change = decoded(record);
            String place = record.topic() + " " + record.partition();
            goesOn(latest, place + change.table() + change.key(), change);
            // What a resync reads of a table stands at one place in the stream, which has gone on meanwhile.
            if (change.op() != Op.READ) {
                goesOn(latest, place + change.table(), change);
            }
            // Without the previous commit, which the first transaction after a restart does not know exactly.
            String identity = change.table() + change.key() + change.op()
                    + change.position().epoch() + " " + change.txId() + " "
                    + change.position().lsn();
            assertThat(seen.add(identity)).as("%s: twice: %s", seed, change).isTrue();
        }
    }

    private void goesOn(Map<String, SourcePosition> latest, String course, RowChange change) {
        SourcePosition before = latest.put(course, change.position());
        assertThat(before == null || !before.isAfter(change.position()))
                .as("%s: %s goes back from %s to %s", seed, course, before, change.position())
                .isTrue();
    }

    private int theTopicsEqualTheTables() throws SQLException {
        Map<String, Map<String, RowText>> folded = folded();
        int compared = 0;
        for (CapturedTable table : tables) {
            Map<String, RowText> inTopics = folded.getOrDefault(table.name(), Map.of());
            Map<String, RowText> inSource = RowText.select(connection, table);
            assertThat(inTopics).as("%s: %s in the topics", seed, table.name()).isEqualTo(inSource);
            compared += inSource.size();
        }
        return compared;
    }

    /** The rows that a reader ends up with, by table and id. */
    private Map<String, Map<String, RowText>> folded() {
        Map<String, RowChange> last = new HashMap<>();
        int epoch = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                RowChange change = decoded(record);
                epoch = Math.max(epoch, change.position().epoch());
                last.put(record.topic() + record.partition() + change.key(), change);
            }
        }
        Map<String, Map<String, RowText>> rows = new TreeMap<>();
        for (RowChange change : last.values()) {
            // A snapshot removes what it does not bring.
            if (change.after() != null && change.position().epoch() == epoch) {
                RowText row = RowText.of(change.after());
                assertThat(rows.computeIfAbsent(change.schema() + "." + change.table(), table -> new TreeMap<>())
                                .put(row.id(), row))
                        .as("%s: in two places: %s", seed, row)
                        .isNull();
            }
        }
        return rows;
    }

    /**
     * Each change that a trigger noted is in the topics once, and nothing else is.
     *
     * @return how many changes were noted
     */
    int everyChangeCameOnce() throws SQLException {
        Map<String, Integer> noted = new HashMap<>();
        Set<Long> transactions = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT tbl, id, op, tx FROM audit.change")) {
            while (rows.next()) {
                noted.merge(
                        rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3) + " " + rows.getLong(4),
                        1,
                        Integer::sum);
                transactions.add(rows.getLong(4));
            }
        }
        Map<String, Integer> read = new HashMap<>();
        merged().forEach(change -> {
            if (transactions.contains(change.tx())) {
                read.merge(change.table() + " " + change.id() + " " + change.op() + " " + change.tx(), 1, Integer::sum);
            }
        });
        Map<String, Integer> lost = new TreeMap<>(noted);
        read.forEach((change, times) -> lost.merge(change, -times, Integer::sum));
        lost.values().removeIf(times -> times == 0);
        assertThat(lost)
                .as("%s: changes that were lost, or published too often (negative)", seed)
                .isEmpty();
        return noted.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Each change of a transaction that has named a command names it, however often it was delivered; no other does.
     *
     * @return how many changes name one
     */
    long everyChangeNamesItsCommand(Set<Long> transactions) {
        long named = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RowChange change = record.value() == null ? null : decoded(record);
            if (change == null) {
                continue;
            }
            Long transaction = change.txId();
            String expected =
                    transaction != null && transactions.contains(transaction) ? Bulk.command(transaction) : null;
            assertThat(change.command())
                    .as("%s: the command of %s", seed, change)
                    .isEqualTo(expected);
            named += expected == null ? 0 : 1;
        }
        return named;
    }

    private record Published(String table, String id, String op, long tx) {}

    /** A row that goes to another tenant's partition is a delete there and an insert here, of the same LSN: one change. */
    private List<Published> merged() {
        Map<String, Published> changes = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RowChange change = record.value() == null ? null : decoded(record);
            if (change == null || change.txId() == null || change.op() == Op.TRUNCATE) {
                continue;
            }
            Map<String, Object> row = change.after() == null ? change.before() : change.after();
            String id = String.valueOf(Objects.requireNonNull(row).get("id"));
            String table = change.schema() + "." + change.table();
            Published published = new Published(table, id, change.op().code(), change.txId());
            changes.merge(
                    table + id + " " + change.txId() + " " + change.position().lsn(),
                    published,
                    (one, other) -> new Published(table, id, "u", one.tx()));
        }
        return List.copyOf(changes.values());
    }

    private static RowChange decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return WholeChange.decode(record.key(), record.value());
        } catch (MalformedRecordException e) {
            throw new AssertionError(record.toString(), e);
        }
    }
}
