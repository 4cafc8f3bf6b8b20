package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.StreamPosition;
import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.cdc.marks.ForeignMessages;
import io.licensewatch.cdc.marks.FrontierMarks;
import io.licensewatch.cdc.marks.OwnMarks;
import io.licensewatch.cdc.resync.IncrementalSnapshot;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.resync.ResyncTracker;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.command.CommandId;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of one run of the engine into Kafka records. It tracks the position in the stream, skips what an earlier run
 * wrote, and computes the checkpoint after each batch.
 */
public final class BatchTranslator {
    private final Topics topics;
    private final Map<String, CapturedTable> tables;
    private final RowRecords rows;
    private final CommitClock clock = new CommitClock();
    private final StreamCursor cursor;
    private final ResyncTracker resyncs;
    private final TableColumns shapes;
    private final WrittenPartitions partitions;
    private final Frontiers frontiers;
    private final OwnMarks ownMarks;
    private final ForeignMessages foreign = new ForeignMessages(System::nanoTime);
    private final NamedCommand command = new NamedCommand(foreign);
    private final SharedKeys sharedKeys = new SharedKeys();

    private Checkpoint checkpoint;

    /**
     * @param start the checkpoint from which this run starts
     * @param restartPoint reads the slot's confirmed position; called once, with the first streamed event
     * @param ownMarks recognises the marks of this run. No other mark is a frontier
     */
    public BatchTranslator(
            Topics topics,
            SourceSchemas schemas,
            List<CapturedTable> tables,
            Checkpoint start,
            LongSupplier restartPoint,
            OldRows oldRows,
            TableColumns shapes,
            OwnMarks ownMarks) {
        this.topics = topics;
        this.frontiers = new Frontiers(schemas, tables);
        this.tables = tables.stream().collect(Collectors.toMap(CapturedTable::name, Function.identity()));
        this.checkpoint = start.tables().isEmpty() ? start.watching(withoutMemberships(tables)) : start;
        this.rows = new RowRecords(topics, oldRows);
        this.shapes = shapes;
        this.cursor = new StreamCursor(start.lastEvent(), restartPoint);
        this.resyncs = new ResyncTracker(checkpoint, foreign);
        this.ownMarks = ownMarks;
        this.partitions = new WrittenPartitions(topics, checkpoint.uncovered());
    }

    private static Map<String, String> withoutMemberships(List<CapturedTable> tables) {
        return tables.stream().collect(Collectors.toMap(CapturedTable::name, table -> ""));
    }

    /** Those of this run; used in the handler's turn only. */
    public ResyncTracker resyncs() {
        return resyncs;
    }

    public Batch translate(List<SourceRecord> records) {
        rows.nextBatch();
        BatchDraft draft = new BatchDraft();
        for (SourceRecord record : records) {
            SourceEvent.of(record).ifPresent(event -> {
                if (event.isSnapshot()) {
                    snapshotRow(event, draft);
                } else {
                    streamed(event, draft);
                }
            });
        }
        return finish(draft);
    }

    /**
     * The start of a snapshot: a frontier that says that a new epoch began and is not complete.
     *
     * @param formerSlots slots whose checkpoints are deleted; an instance that reads from one of them is refused at its start
     */
    public Batch snapshotBegins(Set<String> formerSlots) {
        BatchDraft draft = new BatchDraft();
        formerSlots.forEach(slot ->
                draft.add(new ProducerRecord<>(topics.checkpoint(), 0, slot.getBytes(StandardCharsets.UTF_8), null)));
        frontier(checkpoint.snapshotStartedAt().toEpochMilli(), new StreamPosition(0, 0, 0), draft);
        return finish(draft);
    }

    /** Rows of the running incremental snapshot, without those that the stream has delivered. */
    public Batch incremental(List<SourceRecord> records) {
        BatchDraft draft = new BatchDraft();
        Optional<IncrementalSnapshot> snapshot = resyncs.current();
        for (SourceRecord record : records) {
            SourceEvent.of(record).ifPresent(event -> snapshot.ifPresent(r -> incrementalRow(event, r, draft)));
        }
        resyncs.wrote(draft.size());
        return finish(draft);
    }

    private void incrementalRow(SourceEvent event, IncrementalSnapshot snapshot, BatchDraft draft) {
        CapturedTable table = tables.get(event.table());
        Struct row = event.after();
        if (table != null && row != null && snapshot.writes(table.name(), rows.key(table, row))) {
            SourceStamp stamp = new SourceStamp(
                    table.table(),
                    SourceStamp.INCREMENTAL,
                    snapshot.readAt().previousCommit(),
                    snapshot.readAt().lsn(),
                    null,
                    resyncs.readAtTime(),
                    checkpoint.epoch(),
                    null);
            write(table, event, stamp, clock.latest(), draft);
        }
    }

    private void snapshotRow(SourceEvent event, BatchDraft draft) {
        long startedAt = checkpoint.snapshotStartedAt().toEpochMilli();
        CapturedTable table = tables.get(event.table());
        if (table != null) { // the engine's filter lets nothing else through
            row(table, event, stamp(table, event, 0, startedAt, null), clock.timestamp(startedAt), draft);
            draft.countsSnapshotRow();
        }
    }

    private void streamed(SourceEvent event, BatchDraft draft) {
        if (event.isOutsideTransactions()) {
            // Not from cdc. It is delivered between two transactions, at an arbitrary place.
            foreign.ignored("message outside of a transaction", event.lsn(), event.messageBytes());
            return;
        }
        draft.streams(event);
        CapturedTable table = event.isMessage() ? null : tables.get(event.table());
        SharedKeys.Left left = left(table, event);
        StreamPosition place = cursor.next(event);
        if (cursor.isWritten(place)) {
            draft.skips();
            if (event.isMessage()) {
                command.met(event);
            }
            return;
        }
        long timestamp = clock.timestamp(event.committedAt());
        if (event.isMessage()) {
            message(event, place, timestamp, draft);
        } else if (event.table().equals(RequestTable.NAME)) {
            request(event);
        } else if (table != null) { // the engine's filter lets nothing else through
            track(table, event);
            SourceStamp stamp = stamp(table, event, place.previousCommit(), event.committedAt(), command.of(event));
            row(table, event, stamp, timestamp, draft);
            leave(left, table, stamp, timestamp, draft);
            draft.changesRow(event.committedAt());
        }
    }

    private SharedKeys.Left left(@Nullable CapturedTable table, SourceEvent event) {
        return sharedKeys.met(
                table, event, row -> rows.key(Objects.requireNonNull(table, "only rows of a table have a key"), row));
    }

    private void leave(SharedKeys.Left left, CapturedTable table, SourceStamp stamp, long timestamp, BatchDraft draft) {
        Struct another = left.another();
        if (another != null) {
            draft.row(table);
            rows.again(table, another, stamp, timestamp, record -> {
                partitions.wrote(table.table(), stamp, record);
                draft.add(record);
            });
        } else if (left.unknown()) {
            resyncs.lost(table.name(), ResyncTracker.Cause.SHARED_KEY);
        }
    }

    private void message(SourceEvent event, StreamPosition place, long timestamp, BatchDraft draft) {
        switch (event.messagePrefix()) {
            case Frontier.MESSAGE_PREFIX -> {
                if (isShort(event, FrontierMarks.LONGEST) && ownMarks.isOurs(event.messageContent())) {
                    resyncs.partitions(ownMarks.partitions(event.messageContent()));
                    frontier(timestamp, place, draft);
                    draft.seesFrontier(new Batch.FrontierSeen(event.messageContent(), timestamp));
                }
            }
            case ResyncMessage.PREFIX -> {
                if (isShort(event, ResyncMessage.LONGEST)) {
                    resyncs.met(event.messageContent(), place, event.committedAt());
                }
            }
            case CommandId.MESSAGE_PREFIX -> command.met(event);
            default -> {} // the engine's filter lets nothing else through
        }
    }

    /** A message that is longer than any of cdc is not decoded. */
    private boolean isShort(SourceEvent event, int longest) {
        boolean fits = event.messageBytes() <= longest;
        if (!fits) {
            foreign.ignored("message that is too long", event.lsn(), event.messageBytes());
        }
        return fits;
    }

    /** A request is inserted and deleted in one transaction. */
    private void request(SourceEvent event) {
        if (!event.isInsert()) {
            return;
        }
        Object slot = event.column("slot");
        Object id = event.column("id");
        Object tables = event.column("tables");
        Optional<ResyncRequest> request = ResyncRequest.parse(
                slot instanceof String text ? text : null,
                id instanceof String text ? text : null,
                tables instanceof List<?> list ? list : null);
        request.ifPresentOrElse(
                resyncs::requested, () -> foreign.ignored("request that is not well-formed", event.lsn(), 0));
    }

    /** A running incremental snapshot must not write what the stream delivered. */
    private void track(CapturedTable table, SourceEvent event) {
        resyncs.tracking(table.name()).ifPresent(snapshot -> {
            if (event.isTruncate()) {
                snapshot.truncated(table.name());
            }
            Stream.of(Optional.ofNullable(event.before()), Optional.ofNullable(event.after()))
                    .flatMap(Optional::stream)
                    .forEach(row -> snapshot.changed(table.name(), rows.key(table, row)));
        });
    }

    private void row(CapturedTable table, SourceEvent event, SourceStamp stamp, long timestamp, BatchDraft draft) {
        event.rowSchema().ifPresent(row -> shapes.see(table, row));
        write(table, event, stamp, timestamp, draft);
    }

    private void write(CapturedTable table, SourceEvent event, SourceStamp stamp, long timestamp, BatchDraft draft) {
        draft.row(table);
        rows.of(table, event, stamp, timestamp, record -> {
            partitions.wrote(table.table(), stamp, record);
            draft.add(record);
        });
    }

    private SourceStamp stamp(
            CapturedTable table, SourceEvent event, long previousCommit, long committedAt, @Nullable String command) {
        return new SourceStamp(
                table.table(),
                event.snapshot(),
                previousCommit,
                event.lsn(),
                event.isSnapshot() ? null : event.txId(),
                committedAt,
                checkpoint.epoch(),
                command);
    }

    private void frontier(long sourceTime, StreamPosition place, BatchDraft draft) {
        Checkpoint now = checkpoint.with(resyncs.tables(), resyncs.resyncs());
        draft.frontier(
                topics.frontier(), frontiers.at(place, sourceTime, now, isSnapshotComplete(draft), partitions.cover()));
    }

    /** Streamed events follow all rows of the snapshot. */
    private boolean isSnapshotComplete(BatchDraft draft) {
        return checkpoint.snapshotComplete() || draft.hasStreamed();
    }

    private Batch finish(BatchDraft draft) {
        Checkpoint.LastEvent reached = draft.hasStreamed() ? cursor.reached() : null;
        checkpoint = new Checkpoint(
                checkpoint.slot(),
                checkpoint.system(),
                checkpoint.epoch(),
                isSnapshotComplete(draft),
                checkpoint.snapshotStartedAt(),
                checkpoint.snapshotRows() + draft.snapshotRows(),
                reached == null ? checkpoint.lastEvent() : reached,
                later(checkpoint.confirmable(), draft.confirmable()),
                resyncs.tables(),
                resyncs.resyncs(),
                partitions.uncovered(),
                checkpoint.timeline());
        return draft.finish(checkpoint);
    }

    private static @Nullable String later(@Nullable String known, @Nullable Long lsn) {
        if (lsn == null || (known != null && Long.compareUnsigned(Lsn.parse(known), lsn) > 0)) {
            return known;
        }
        return Lsn.text(lsn);
    }
}
