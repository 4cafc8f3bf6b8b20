package io.licensewatch.cdc.engine;

import io.licensewatch.cdc.encode.RowEncoder;
import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.ReplayFilter;
import io.licensewatch.cdc.progress.StreamEvent;
import io.licensewatch.cdc.progress.StreamPosition;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns what one run of the engine delivers into Kafka records. It knows how far the run has come, skips what an earlier run
 * has written, and says what the progress is after each batch.
 */
final class BatchTranslator {
    private final Topics topics;
    private final Map<String, CapturedTable> tables;
    private final List<String> tableNames;
    private final LongSupplier restartPoint;
    private final RowEncoder encoder = new RowEncoder();
    private final Routing routing;
    private final CommitClock clock = new CommitClock();
    private final StreamPosition position = new StreamPosition();
    private final ReplayFilter replay;
    private final OldRows oldRows;
    private final TableShapes shapes = new TableShapes();

    private Progress progress;
    private @Nullable Long restartedAt;

    /**
     * @param start the progress at the start of this run
     * @param restartPoint asks where the slot is confirmed to; asked once, with the first streamed event
     */
    BatchTranslator(
            Topics topics, List<CapturedTable> tables, Progress start, LongSupplier restartPoint, OldRows oldRows) {
        this.topics = topics;
        this.tables = tables.stream().collect(Collectors.toMap(CapturedTable::name, Function.identity()));
        this.tableNames = tables.stream().map(CapturedTable::name).sorted().toList();
        this.progress = start;
        this.restartPoint = restartPoint;
        this.oldRows = oldRows;
        this.routing = new Routing(topics, encoder);
        this.replay = new ReplayFilter(start.position());
    }

    Batch translate(List<SourceRecord> records) {
        oldRows.nextBatch();
        Output output = new Output();
        for (SourceRecord record : records) {
            SourceEvent.of(record).ifPresent(event -> {
                if (event.isSnapshot()) {
                    snapshotRow(event, output);
                } else {
                    streamed(event, output);
                }
            });
        }
        return output.batch();
    }

    /** The opening of a snapshot: tells readers that a new epoch began and is not whole. */
    Batch snapshotBegins() {
        Output output = new Output();
        output.frontier(progress.snapshotStartedAt().toEpochMilli(), 0, 0, "");
        return output.batch();
    }

    private void snapshotRow(SourceEvent event, Output output) {
        long startedAt = progress.snapshotStartedAt().toEpochMilli();
        output.row(event, stamp(event, 0, startedAt), clock.timestamp(startedAt));
        output.snapshotRows++;
    }

    private void streamed(SourceEvent event, Output output) {
        StreamEvent place = event.position(restartedAt());
        position.advance(place);
        output.confirmable = event.confirmable();
        output.streamed = true;
        if (replay.isWritten(place)) {
            output.skipped++;
            return;
        }
        long timestamp = clock.timestamp(event.committedAt());
        if (event.isMessage()) {
            output.frontier(timestamp, place.previousCommit(), place.lsn(), event.messageContent());
        } else {
            output.row(event, stamp(event, place.previousCommit(), event.committedAt()), timestamp);
            output.lastCommitAt = event.committedAt();
        }
    }

    /** For the first transaction Debezium does not know the commit before; the slot does. */
    private long restartedAt() {
        Long known = restartedAt;
        if (known == null) {
            known = restartPoint.getAsLong();
            restartedAt = known;
        }
        return known;
    }

    private SourceStamp stamp(SourceEvent event, long previousCommit, long committedAt) {
        return new SourceStamp(
                event.source().getString("schema"),
                event.source().getString("table"),
                event.snapshot(),
                previousCommit,
                event.lsn(),
                event.isSnapshot() ? null : event.txId(),
                committedAt,
                progress.epoch());
    }

    /** Collects one batch. */
    private final class Output {
        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final Map<String, Integer> rows = new HashMap<>();
        private int skipped;
        private int snapshotRows;
        private boolean streamed;
        private @Nullable Long confirmable;
        private @Nullable Long lastCommitAt;
        private Batch.@Nullable FrontierSeen frontier;

        void row(SourceEvent event, SourceStamp stamp, long timestamp) {
            CapturedTable table = tables.get(event.table());
            if (table == null) {
                return; // not ours; the engine's filter lets nothing else through
            }
            rows.merge(table.name(), 1, Integer::sum);
            event.rowSchema().ifPresent(row -> shapes.see(table, row));
            if (event.isTruncate()) {
                byte[] envelope = encoder.envelope(table, "t", null, null, stamp);
                routing.everywhere(table).forEach(place -> add(place, timestamp, envelope));
            } else {
                change(table, event, stamp, timestamp);
            }
        }

        private void change(CapturedTable table, SourceEvent event, SourceStamp stamp, long timestamp) {
            Struct before = event.before();
            Struct after = event.after();
            Destination from = before == null ? null : routing.of(table, before);
            Destination to = after == null ? null : routing.of(table, after);
            if (after == null || before == null) {
                requireOldRow(table, event, before);
            }
            if (from != null && to != null && !from.equals(to) && table.needsFullIdentity()) {
                delete(table, from, before, stamp, timestamp);
                add(to, timestamp, encoder.envelope(table, "c", null, after, stamp));
            } else if (to != null) {
                add(to, timestamp, encoder.envelope(table, event.op(), before, after, stamp));
            } else if (from != null) {
                delete(table, from, before, stamp, timestamp);
            }
        }

        /** Where only the key of the old row is logged, updates have none and deletes have no tenant. */
        private void requireOldRow(CapturedTable table, SourceEvent event, @Nullable Struct before) {
            boolean incomplete = before == null ? event.op().equals("u") : !routing.hasTenant(table, before);
            if (table.needsFullIdentity() && incomplete) {
                oldRows.require(table);
            }
        }

        /** The change for readers, then the tombstone for compaction. */
        private void delete(
                CapturedTable table, Destination place, @Nullable Struct before, SourceStamp stamp, long timestamp) {
            add(place, timestamp, encoder.envelope(table, "d", before, null, stamp));
            add(place, timestamp, null);
        }

        private void add(Destination place, long timestamp, byte @Nullable [] value) {
            records.add(new ProducerRecord<>(place.topic(), place.partition(), timestamp, place.key(), value));
        }

        void frontier(long sourceTime, long previousCommit, long lsn, String mark) {
            boolean complete = progress.snapshotComplete() || streamed;
            Frontier record = new Frontier(
                    Instant.ofEpochMilli(sourceTime),
                    Lsn.text(lsn),
                    Lsn.text(previousCommit),
                    progress.epoch(),
                    complete,
                    tableNames);
            byte[] key = Frontier.KEY.getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(topics.frontier(), 0, sourceTime, key, JsonCodec.FRONTIER.encode(record)));
            frontier = complete ? new Batch.FrontierSeen(mark, sourceTime) : null;
        }

        Batch batch() {
            // While replaying, the progress already stands further on.
            boolean advanced = streamed && !replay.isSearching();
            progress = new Progress(
                    progress.slot(),
                    progress.system(),
                    progress.epoch(),
                    progress.snapshotComplete() || streamed,
                    progress.snapshotStartedAt(),
                    progress.snapshotRows() + snapshotRows,
                    advanced ? position.current() : progress.position(),
                    confirmable == null ? progress.confirmable() : later(progress.confirmable(), confirmable));
            return new Batch(records, progress, rows, skipped, lastCommitAt, frontier);
        }

        private String later(@Nullable String known, long lsn) {
            return known != null && Long.compareUnsigned(Lsn.parse(known), lsn) > 0 ? known : Lsn.text(lsn);
        }
    }
}
