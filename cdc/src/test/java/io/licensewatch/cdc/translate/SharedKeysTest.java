package io.licensewatch.cdc.translate;

import static io.licensewatch.cdc.debezium.EngineEvents.change;
import static io.licensewatch.cdc.debezium.EngineEvents.mark;
import static io.licensewatch.cdc.debezium.EngineEvents.role;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Rows that share a key within a transaction: what was written last under each key is what stands there. */
class SharedKeysTest {
    private static final CapturedTable ROLES = new CapturedTable(
            SourceTable.ROLES,
            List.of("id", "tenant_id", "name"),
            new RowKey(RowKey.Kind.PRIMARY, List.of("id"), 7, true, false),
            CapturedTable.ReplicaIdentity.FULL,
            false,
            false,
            true);
    private static final String[] TENANTS = {
        "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"
    };

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final List<SourceRecord> events = new ArrayList<>();
    private final Checkpoint streaming =
            new Checkpoint("slot", "7/app", 3, true, Instant.ofEpochMilli(1_000), 9, null, null);
    private BatchTranslator translator = translator();
    private long lsn = 100;
    private long transaction = 5;

    /** A row as the database has it. */
    private record Row(int id, String tenant, String name) {}

    @Test
    void one_statement_that_moves_all_keys_up_leaves_every_row() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            rows.add(new Row(i, TENANTS[0], "role " + i));
        }
        Map<String, String> topic = new TreeMap<>();
        rows.forEach(row -> event("c", null, row));
        fold(topic);
        transaction++;
        for (Row row : rows) {
            move(row, row.id() + 1);
        }
        fold(topic);
        assertThat(topic).isEqualTo(new TreeMap<>(Map.of("2", "role 1", "3", "role 2", "4", "role 3", "5", "role 4")));
        assertThat(wanted()).as("the stream says it all").isEmpty();
    }

    @Test
    void what_the_stream_does_not_determine_is_read_again() {
        // Whether another row stands under 2 all the while is in none of these events.
        Row moved = move(new Row(1, TENANTS[0], "moved"), 2);
        move(moved, 3);
        translate();
        assertThat(wanted()).containsExactly("public.roles");
        assertThat(frontier().snapshotComplete())
                .as("nobody is to believe what the topics say until the reading")
                .isFalse();
    }

    @Test
    void repeated_uncertainty_leaves_one_request_that_is_never_refused() {
        for (int i = 0; i < 40; i++) {
            event("c", null, new Row(i, TENANTS[0], "x"));
            event("d", new Row(i, TENANTS[0], "x"), null);
        }
        translate();
        assertThat(translator.resyncs().resyncs().waiting()).hasSize(1);
        for (int i = 0; i < 16; i++) {
            translator.resyncs().requested(new ResyncRequest("slot", "operator-" + i, List.of("public.roles")));
        }
        translator.resyncs().next();
        event("c", null, new Row(1, TENANTS[0], "y"));
        event("d", new Row(1, TENANTS[0], "y"), null);
        translate();
        assertThat(translator.resyncs().resyncs().waiting())
                .as("the reading under way may have passed the row, so another follows")
                .anyMatch(request -> request.id().startsWith("lost-"));
        assertThat(frontier().snapshotComplete()).isFalse();
    }

    private Frontier frontier() {
        return written.stream()
                .filter(record -> record.topic().equals("p.frontier"))
                .reduce((first, last) -> last)
                .map(record -> {
                    try {
                        return JsonCodec.FRONTIER.decode(record.value());
                    } catch (MalformedRecordException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .orElseThrow();
    }

    @Test
    void rows_from_before_a_truncate_are_gone() throws Exception {
        Row early = new Row(2, TENANTS[0], "early");
        Row late = new Row(2, TENANTS[0], "late");
        event("c", null, early);
        truncate();
        event("c", null, late);
        event("d", late, null);
        Map<String, String> topic = new TreeMap<>();
        fold(topic);
        assertThat(topic).isEmpty();
        assertThat(wanted()).as("nothing from before can be there").isEmpty();
    }

    private Set<String> wanted() {
        return translator.resyncs().resyncs().wanted();
    }

    private void truncate() {
        lsn++;
        events.add(EngineEvents.truncate(new At(transaction * 10, transaction, lsn, 5_000)));
    }

    /** Statements that move, add, change and delete rows; keys are unique when the transaction ends. */
    @RepeatedTest(200)
    void after_any_transaction_the_topic_says_what_the_table_has_or_it_is_read_again() throws Exception {
        List<Row> rows = new ArrayList<>();
        Map<String, String> topic = new TreeMap<>();
        int reread = 0;
        for (int i = 0; i < 30; i++) {
            transaction++;
            List<Row> after = transact(rows);
            if (random.nextInt(4) == 0) {
                restart();
            }
            fold(topic);
            rows = after;
            if (!wanted().isEmpty()) {
                reread++;
                topic.clear(); // the reading brings what stands
                rows.forEach(row -> topic.put(String.valueOf(row.id()), row.name()));
                translator = translator();
            }
            Map<String, String> table = new TreeMap<>();
            rows.forEach(row -> table.put(String.valueOf(row.id()), row.name()));
            assertThat(topic).as("seed %d, transaction %d", seed, i).isEqualTo(table);
        }
        assertThat(reread).as("seed %d: mostly the stream is enough", seed).isLessThan(20);
    }

    private List<Row> transact(List<Row> before) {
        while (true) {
            List<SourceRecord> kept = new ArrayList<>(events);
            long keptLsn = lsn;
            List<Row> rows = new ArrayList<>(before);
            int statements = 1 + random.nextInt(3);
            for (int i = 0; i < statements; i++) {
                statement(rows);
            }
            if (rows.stream().map(Row::id).distinct().count() == rows.size()) {
                return rows;
            }
            events.clear();
            events.addAll(kept);
            lsn = keptLsn;
        }
    }

    private void statement(List<Row> rows) {
        int by = random.nextInt(5) - 2;
        switch (random.nextInt(8)) {
            case 0 -> {
                Row row = new Row(random.nextInt(6), TENANTS[random.nextInt(2)], "role " + random.nextInt(1_000_000));
                rows.add(row);
                event("c", null, row);
            }
            case 1 -> {
                if (!rows.isEmpty()) {
                    event("d", rows.remove(random.nextInt(rows.size())), null);
                }
            }
            case 2 -> {
                if (random.nextInt(3) == 0) {
                    rows.clear();
                    truncate();
                }
            }
            case 3, 4 ->
                rows.replaceAll(row -> {
                    Row changed = new Row(row.id(), TENANTS[random.nextInt(2)], "role " + random.nextInt(1_000_000));
                    event("u", row, changed);
                    return changed;
                });
            default -> rows.replaceAll(row -> by == 0 ? row : move(row, row.id() + by));
        }
    }

    /** As Debezium has it: a delete and a create. */
    private Row move(Row row, int id) {
        Row moved = new Row(id, row.tenant(), row.name());
        lsn++;
        add("d", row, null);
        add("c", null, moved);
        return moved;
    }

    private void event(String op, @Nullable Row before, @Nullable Row after) {
        lsn++;
        add(op, before, after);
    }

    private void add(String op, @Nullable Row before, @Nullable Row after) {
        events.add(change(
                op,
                before == null ? null : role(String.valueOf(before.id()), before.tenant(), before.name()),
                after == null ? null : role(String.valueOf(after.id()), after.tenant(), after.name()),
                new At(transaction * 10, transaction, lsn, 5_000)));
    }

    /** A part of the transaction is written, and Postgres sends all of it again. */
    private void restart() {
        if (events.size() < 2) {
            return;
        }
        List<SourceRecord> all = new ArrayList<>(events);
        Batch part = translator.translate(all.subList(0, 1 + random.nextInt(all.size() - 1)));
        written.addAll(part.records());
        translator = new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(ROLES),
                part.checkpoint(),
                () -> transaction * 10,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                content -> true);
    }

    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();

    private Batch translate() {
        lsn++;
        events.add(mark("m", new At(transaction * 10 + 5, ++transaction, lsn, 6_000)));
        Batch batch = translator.translate(events);
        events.clear();
        written.addAll(batch.records());
        return batch;
    }

    /** What compaction would leave of each partition, by row key. */
    private void fold(Map<String, String> topic) throws Exception {
        translate();
        for (ProducerRecord<byte[], byte[]> record : written) {
            if (record.topic().equals("p.public.roles")) {
                fold(topic, record);
            }
        }
        written.clear();
        topic.values().removeIf(Objects::isNull);
    }

    private static void fold(Map<String, String> topic, ProducerRecord<byte[], byte[]> record) throws Exception {
        if (record.value() == null) {
            return;
        }
        RowChange change = WholeChange.decode(record.key(), record.value());
        String id = change.key().replaceAll("[^0-9-]", "");
        if (change.op() == RowChange.Op.TRUNCATE) {
            topic.clear();
        } else if (change.after() == null) {
            topic.remove(id);
        } else {
            topic.put(id, String.valueOf(change.after().get("name")));
        }
    }

    private BatchTranslator translator() {
        return new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(ROLES),
                streaming,
                () -> 600,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                content -> true);
    }
}
