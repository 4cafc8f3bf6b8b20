package io.licensewatch.cdc.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.resync.IncrementalSnapshot;
import io.licensewatch.cdc.resync.IncrementalSnapshot.Phase;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.resync.ResyncMessage.Kind;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.cdc.translate.SimulatedPostgres.Entry;
import io.licensewatch.cdc.translate.SimulatedPostgres.Row;
import io.licensewatch.cdc.translate.SimulatedPostgres.Transaction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Resyncs of a table under random interleavings: of transactions, of a commit's place in the log and its becoming visible, of
 * the stream and the reading, of batches, and of crashes that take the reading and the batch in work with them. At the
 * beginning the table is not published for a while, which is the damage that the first resync repairs.
 *
 * <p>The oracle: at each frontier that says it is complete, the newest rows that stand before it in all topics, whenever they were
 * written, less those before the last resync, are what the table held at that place of the log.
 */
class ResyncSimulationTest {
    private static final String SLOT = "slot";
    /** Stands for a row of the table of requests, which is committed at once as a message is. */
    private static final String REQUEST = "request";

    private static final int RUNS = Boolean.getBoolean("licensewatch.long") ? 20_000 : 400;

    @Test
    void after_a_resync_every_complete_frontier_shows_the_table_as_it_was_there() {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        int checked = 0;
        int resyncs = 0;
        for (int run = 0; run < RUNS; run++) {
            try {
                Simulation simulation = new Simulation(new Random(seed + run));
                simulation.run();
                checked += simulation.check();
                resyncs += simulation.resyncs;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dlicensewatch.seed=" + (seed + run), e);
            }
        }
        assertThat(resyncs).as("resyncs that ended").isGreaterThan(RUNS);
        assertThat(checked).as("frontiers compared").isGreaterThan(10 * RUNS);
    }

    /** cdc, and who reads its topics, around a simulated source. */
    private static final class Simulation {
        private final Random random;
        private final SimulatedPostgres source;
        private final List<ProducerRecord<byte[], byte[]>> topics = new ArrayList<>();
        private final Map<String, Integer> placeOfMark = new HashMap<>();
        private Checkpoint checkpoint = new Checkpoint(SLOT, "7/app", 1, true, Instant.EPOCH, 0, null, null);
        private BatchTranslator translator;
        private int transaction;
        private int entry;
        private @Nullable Long previousCommit;
        private Step step = Step.IDLE;
        private @Nullable IncrementalSnapshot reading;
        private long mustBeOver;
        private List<Row> toRead = List.of();
        private int files;
        private int resyncs;

        /** What the reading's own thread is doing. */
        private enum Step {
            IDLE,
            TRACKING,
            WAITING,
            CLOSING,
            READING,
            ENDING
        }

        /** A change in a topic and partition. */
        private record Placed(RowChange change, String place) {}

        Simulation(Random random) {
            this.random = random;
            this.source = new SimulatedPostgres(random);
            this.translator = translator(0);
        }

        private BatchTranslator translator(long confirmed) {
            return new BatchTranslator(
                    new Topics("p", 2),
                    SourceSchemas.DEFAULT,
                    List.of(EngineEvents.ROLES),
                    checkpoint,
                    () -> confirmed,
                    new OldRows(t -> true),
                    new TableColumns(table -> true),
                    "mark"::equals);
        }

        void run() {
            source.publish(false);
            steps(random.nextInt(60));
            source.publish(true);
            int requests = 1 + random.nextInt(4);
            for (int i = 0; i < requests; i++) {
                source.message(REQUEST, "request" + i);
                steps(random.nextInt(400));
            }
            for (int i = 0; i < 30 && (i < 5 || !checkpoint.resyncs().waiting().isEmpty()); i++) {
                steps(20);
            }
            for (int i = 0; i < 10_000 && !checkpoint.resyncs().waiting().isEmpty(); i++) {
                source.settle();
                stream();
                work();
            }
            assertThat(checkpoint.resyncs().waiting()).as("requests are served").isEmpty();
            source.settle();
            frontier();
            while (transaction < source.log().size()) {
                stream();
            }
        }

        /** The stream is ahead of the reading or far behind, as the run has it. */
        private void steps(int count) {
            int streaming = 4 + random.nextInt(30);
            int working = 4 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                int what = random.nextInt(100);
                if (what == 0) {
                    crashNowAndThen();
                } else if (what < streaming) {
                    stream();
                } else if (what < streaming + working) {
                    work();
                } else if (what < streaming + working + 8) {
                    frontier();
                } else {
                    source.step();
                }
            }
        }

        private void crashNowAndThen() {
            if (random.nextInt(3) == 0) {
                crash();
            }
        }

        private void frontier() {
            source.message(Frontier.MESSAGE_PREFIX, "mark");
            Transaction mark = source.log().get(source.log().size() - 1);
            placeOfMark.put(Lsn.text(mark.entries().get(0).lsn()), source.log().size());
        }

        /** A batch of the engine that streams. */
        private void stream() {
            List<SourceRecord> batch = new ArrayList<>();
            int size = 1 + random.nextInt(8);
            while (batch.size() < size && transaction < source.log().size()) {
                Transaction next = source.log().get(transaction);
                if (entry < next.entries().size()) {
                    batch.add(record(next, next.entries().get(entry++)));
                } else {
                    previousCommit = next.commit();
                    transaction++;
                    entry = 0;
                }
            }
            if (!batch.isEmpty()) {
                written(translator.translate(batch));
            }
        }

        private void written(Batch batch) {
            if (random.nextInt(100) == 0) {
                crash(); // before it was committed
                return;
            }
            topics.addAll(batch.records());
            checkpoint = batch.checkpoint();
        }

        private SourceRecord record(Transaction of, Entry entry) {
            At at = new At(previousCommit, of.id(), entry.lsn(), of.commit());
            if (REQUEST.equals(entry.prefix())) {
                return EngineEvents.request(SLOT, entry.content(), List.of("public.roles"), at);
            }
            if (entry.prefix() != null) {
                return EngineEvents.message(entry.prefix(), entry.content(), at);
            }
            Struct before = struct(entry.before());
            Struct after = struct(entry.after());
            if (before == null && after == null) {
                return EngineEvents.truncate(at);
            }
            return EngineEvents.change(before == null ? "c" : after == null ? "d" : "u", before, after, at);
        }

        private static @Nullable Struct struct(@Nullable Row row) {
            return row == null ? null : EngineEvents.role(row.id(), row.tenant(), row.name());
        }

        /** A step of the thread that reads; as IncrementalSnapshots goes. */
        private void work() {
            Phase phase = reading == null ? Phase.PREPARED : reading.phase();
            switch (step) {
                case IDLE -> {
                    if (!checkpoint.resyncs().waiting().isEmpty()) {
                        translator.resyncs().next().ifPresent(next -> {
                            reading = next;
                            step = Step.TRACKING;
                            mark(Kind.TRACK);
                        });
                    }
                }
                case TRACKING -> {
                    if (phase == Phase.TRACKING) {
                        mustBeOver = source.nextTransaction();
                        step = Step.WAITING;
                    }
                }
                case WAITING -> {
                    if (source.oldestRunning() >= mustBeOver) {
                        mark(Kind.READ);
                        step = Step.CLOSING;
                    }
                }
                case CLOSING -> {
                    if (phase == Phase.READING) {
                        toRead = source.snapshot();
                        Collections.shuffle(toRead, random);
                        files = source.files();
                        step = Step.READING;
                    }
                }
                case READING -> read();
                case ENDING -> {
                    if (phase == Phase.ENDED) {
                        step = Step.IDLE;
                        resyncs++;
                    }
                }
            }
        }

        private void read() {
            boolean sameFile = source.files() == files;
            if (!sameFile) {
                toRead = List.of();
            }
            if (!toRead.isEmpty()) {
                int size = 1 + random.nextInt(toRead.size());
                List<SourceRecord> rows = toRead.subList(0, size).stream()
                        .map(row -> EngineEvents.snapshotRow(Objects.requireNonNull(struct(row))))
                        .toList();
                toRead = toRead.subList(size, toRead.size());
                Batch batch = translator.incremental(rows);
                if (!batch.records().isEmpty()) {
                    written(batch);
                }
            } else if (!sameFile) {
                step = Step.IDLE; // once more
            } else {
                mark(Kind.END);
                step = Step.ENDING;
            }
        }

        private void mark(Kind kind) {
            source.message(
                    ResyncMessage.PREFIX,
                    ResyncMessage.of(kind, SLOT, Objects.requireNonNull(reading).id())
                            .encode());
        }

        /** A new run, from what was committed and from a place that the slot may have been confirmed to. */
        private void crash() {
            String confirmable = checkpoint.confirmable();
            long confirmed = confirmable == null ? 0 : Lsn.parse(confirmable);
            for (int back = random.nextInt(4); back > 0 && confirmed > 0; back--) {
                confirmed = commitBefore(confirmed);
            }
            transaction = 0;
            while (transaction < source.log().size()
                    && source.log().get(transaction).commit() <= confirmed) {
                transaction++;
            }
            entry = 0;
            previousCommit = null;
            translator = translator(confirmed);
            reading = null;
            step = Step.IDLE;
        }

        private long commitBefore(long lsn) {
            return source.log().stream()
                    .mapToLong(Transaction::commit)
                    .filter(commit -> commit < lsn)
                    .max()
                    .orElse(0);
        }

        int check() {
            List<Placed> changes = new ArrayList<>();
            List<Frontier> frontiers = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : EngineEvents.rows(topics)) {
                if (record.topic().endsWith(".frontier")) {
                    frontiers.add(frontier(record));
                } else if (record.value() != null) {
                    changes.add(new Placed(change(record), record.topic() + "-" + record.partition()));
                }
            }
            changes.sort(Comparator.comparing(placed -> placed.change().position()));
            int checked = 0;
            for (Frontier frontier : frontiers) {
                if (frontier.snapshotComplete() && !frontier.resyncs().isEmpty()) {
                    assertThat(read(changes, frontier)).as("%s", frontier).isEqualTo(held(frontier));
                    checked++;
                }
            }
            assertThat(frontiers.get(frontiers.size() - 1).snapshotComplete()).isTrue();
            return checked;
        }

        /** By id: tenant and name. */
        private Map<String, String> held(Frontier frontier) {
            Map<String, String> rows = new TreeMap<>();
            source.after(Objects.requireNonNull(placeOfMark.get(frontier.lsn())))
                    .forEach((id, row) -> rows.put(id, row.tenant() + " " + row.name()));
            return rows;
        }

        private static Map<String, String> read(List<Placed> changes, Frontier frontier) {
            Map<String, RowChange> rows = new HashMap<>();
            SourcePosition end = frontier.position();
            for (Placed placed : changes) {
                RowChange change = placed.change();
                String place = placed.place();
                if (change.position().isAfter(end)) {
                    break;
                }
                if (change.op() == RowChange.Op.TRUNCATE) {
                    rows.keySet().removeIf(key -> key.startsWith(place));
                } else if (change.after() == null) {
                    rows.remove(place + change.key());
                } else {
                    rows.put(place + change.key(), change);
                }
            }
            SourcePosition begin = frontier.position(frontier.resyncs().get(0));
            Map<String, String> found = new TreeMap<>();
            rows.values().stream()
                    .filter(row -> row.position().compareTo(begin) >= 0)
                    .map(RowChange::after)
                    .map(Objects::requireNonNull)
                    .forEach(row -> assertThat(found.put(
                                    String.valueOf(row.get("id")), row.get("tenant_id") + " " + row.get("name")))
                            .as("the row %s in another place", row)
                            .isNull());
            return found;
        }

        private static RowChange change(ProducerRecord<byte[], byte[]> record) {
            try {
                return WholeChange.decode(record.key(), record.value());
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }

        private static Frontier frontier(ProducerRecord<byte[], byte[]> record) {
            try {
                return JsonCodec.FRONTIER.decode(record.value());
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
    }
}
