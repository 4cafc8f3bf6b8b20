package io.licensewatch.cdc.engine;

import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.ReplayFilter;
import io.licensewatch.cdc.progress.StreamEvent;
import io.licensewatch.cdc.progress.StreamPosition;
import io.licensewatch.cdc.resync.Rereading;
import io.licensewatch.cdc.resync.ResyncMessage;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final LongSupplier restartPoint;
    /** The transaction that the former run wrote last. */
    private final Progress.@Nullable Position writtenInPart;

    private final RowRecords rows;
    private final CommitClock clock = new CommitClock();
    private final StreamPosition position = new StreamPosition();
    private final ReplayFilter replay;
    private final ResyncDesk resyncs;
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
        this.progress = start.tables().isEmpty() ? start.watching(withoutMemberships(tables)) : start;
        this.restartPoint = restartPoint;
        this.writtenInPart = start.position();
        this.rows = new RowRecords(topics, oldRows);
        this.replay = new ReplayFilter(start.position());
        this.resyncs = new ResyncDesk(progress);
    }

    private static Map<String, String> withoutMemberships(List<CapturedTable> tables) {
        return tables.stream().collect(Collectors.toMap(CapturedTable::name, table -> ""));
    }

    /** Of this run; to be used in the handler's turn only. */
    ResyncDesk resyncs() {
        return resyncs;
    }

    Batch translate(List<SourceRecord> records) {
        rows.nextBatch();
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
        output.frontier(progress.snapshotStartedAt().toEpochMilli(), 0, 0);
        return output.batch();
    }

    /** Rows of the reading under way; those that the stream has brought are left out. */
    Batch reread(List<SourceRecord> records) {
        Output output = new Output();
        Optional<Rereading> reading = resyncs.current();
        for (SourceRecord record : records) {
            SourceEvent.of(record).ifPresent(event -> reading.ifPresent(r -> rereadRow(event, r, output)));
        }
        resyncs.wrote(output.records.size());
        return output.batch();
    }

    private void rereadRow(SourceEvent event, Rereading reading, Output output) {
        CapturedTable table = tables.get(event.table());
        Struct row = event.after();
        if (table != null && row != null && reading.brings(table.name(), rows.key(table, row))) {
            SourceStamp stamp = new SourceStamp(
                    event.source().getString("schema"),
                    event.source().getString("table"),
                    SourceStamp.READ_ANEW,
                    reading.readAt().previousCommit(),
                    reading.readAt().lsn(),
                    null,
                    resyncs.readAtTime(),
                    progress.epoch());
            output.row(table, event, stamp, clock.latest());
        }
    }

    private void snapshotRow(SourceEvent event, Output output) {
        long startedAt = progress.snapshotStartedAt().toEpochMilli();
        row(event, stamp(event, 0, startedAt), clock.timestamp(startedAt), output);
        output.snapshotRows++;
    }

    private void streamed(SourceEvent event, Output output) {
        StreamEvent place = event.position(commitBefore(event));
        position.advance(place);
        output.confirmable = event.confirmable();
        output.streamed = true;
        if (replay.isWritten(place)) {
            output.skipped++;
            return;
        }
        long timestamp = clock.timestamp(event.committedAt());
        if (event.isMessage()) {
            message(event, place, timestamp, output);
        } else {
            track(event);
            row(event, stamp(event, place.previousCommit(), event.committedAt()), timestamp, output);
            output.lastCommitAt = event.committedAt();
        }
    }

    private void message(SourceEvent event, StreamEvent place, long timestamp, Output output) {
        switch (event.messagePrefix()) {
            case Frontier.MESSAGE_PREFIX -> {
                output.frontier(timestamp, place.previousCommit(), place.lsn());
                output.seen = new Batch.FrontierSeen(event.messageContent(), timestamp);
            }
            case ResyncMessage.PREFIX -> resyncs.met(event.messageContent(), place, event.committedAt());
            default -> {} // the engine's filter lets nothing else through
        }
    }

    /** A reading under way must not bring what the stream has brought. */
    private void track(SourceEvent event) {
        CapturedTable table = tables.get(event.table());
        if (table == null) {
            return;
        }
        resyncs.tracking(table.name()).ifPresent(reading -> {
            if (event.isTruncate()) {
                reading.truncated(table.name());
            }
            Stream.of(Optional.ofNullable(event.before()), Optional.ofNullable(event.after()))
                    .flatMap(Optional::stream)
                    .forEach(row -> reading.changed(table.name(), rows.key(table, row)));
        });
    }

    private void row(SourceEvent event, SourceStamp stamp, long timestamp, Output output) {
        CapturedTable table = tables.get(event.table());
        if (table != null) { // the engine's filter lets nothing else through
            event.rowSchema().ifPresent(row -> shapes.see(table, row));
            output.row(table, event, stamp, timestamp);
        }
    }

    /**
     * For the first transaction, of which Debezium does not tell the commit before: where the slot stands. A transaction that
     * was written in part keeps the place that it had, or its other rows would seem to be older than those.
     */
    private long commitBefore(SourceEvent event) {
        long restart = restartedAt();
        Progress.Position part = writtenInPart;
        Long transaction = event.txId();
        return part != null && transaction != null && transaction == part.txId() ? part.previousCommitLsn() : restart;
    }

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
        private final Map<String, Integer> rowsByTable = new HashMap<>();
        private int skipped;
        private int snapshotRows;
        private boolean streamed;
        private @Nullable Long confirmable;
        private @Nullable Long lastCommitAt;
        private Batch.@Nullable FrontierSeen seen;

        void row(CapturedTable table, SourceEvent event, SourceStamp stamp, long timestamp) {
            rowsByTable.merge(table.name(), 1, Integer::sum);
            rows.of(table, event, stamp, timestamp, records::add);
        }

        void frontier(long sourceTime, long previousCommit, long lsn) {
            boolean complete = progress.snapshotComplete() || streamed;
            Frontier record = new Frontier(
                    Instant.ofEpochMilli(sourceTime),
                    Lsn.text(lsn),
                    Lsn.text(previousCommit),
                    progress.epoch(),
                    complete && !resyncs.resyncs().reading(),
                    progress.with(resyncs.tables(), resyncs.resyncs()).wholeTables(),
                    resyncs.resyncs().done());
            byte[] key = Frontier.KEY.getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(topics.frontier(), 0, sourceTime, key, JsonCodec.FRONTIER.encode(record)));
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
                    confirmable == null ? progress.confirmable() : later(progress.confirmable(), confirmable),
                    resyncs.tables(),
                    resyncs.resyncs());
            return new Batch(records, progress, rowsByTable, skipped, lastCommitAt, seen);
        }

        private String later(@Nullable String known, long lsn) {
            return known != null && Long.compareUnsigned(Lsn.parse(known), lsn) > 0 ? known : Lsn.text(lsn);
        }
    }
}
