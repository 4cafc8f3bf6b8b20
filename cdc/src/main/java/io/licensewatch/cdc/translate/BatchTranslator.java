package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.cdc.marks.FrontierMarks;
import io.licensewatch.cdc.marks.OwnMarks;
import io.licensewatch.cdc.marks.StrangeMessages;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.Resyncs;
import io.licensewatch.cdc.progress.StreamEvent;
import io.licensewatch.cdc.resync.Rereading;
import io.licensewatch.cdc.resync.ResyncDesk;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.command.CommandId;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
 * Turns what one run of the engine delivers into Kafka records. It knows how far the run has come, skips what an earlier run
 * has written, and says what the progress is after each batch.
 */
public final class BatchTranslator {
    private final Topics topics;
    private final SourceSchemas schemas;
    private final Map<String, CapturedTable> tables;
    private final RowRecords rows;
    private final CommitClock clock = new CommitClock();
    private final StreamCourse course;
    private final ResyncDesk resyncs;
    private final TableShapes shapes;
    private final WrittenPartitions partitions;
    private final OwnMarks ownMarks;
    private final StrangeMessages strange = new StrangeMessages(System::nanoTime);
    private final NamedCommand command = new NamedCommand(strange);
    private final SharedKeys sharedKeys = new SharedKeys();

    private Progress progress;

    /**
     * @param start the progress at the start of this run
     * @param restartPoint asks where the slot is confirmed to; asked once, with the first streamed event
     * @param ownMarks the marks of this run. Every other one is no frontier, whoever wrote it
     */
    public BatchTranslator(
            Topics topics,
            SourceSchemas schemas,
            List<CapturedTable> tables,
            Progress start,
            LongSupplier restartPoint,
            OldRows oldRows,
            TableShapes shapes,
            OwnMarks ownMarks) {
        this.topics = topics;
        this.schemas = schemas;
        this.tables = tables.stream().collect(Collectors.toMap(CapturedTable::name, Function.identity()));
        this.progress = start.tables().isEmpty() ? start.watching(withoutMemberships(tables)) : start;
        this.rows = new RowRecords(topics, oldRows);
        this.shapes = shapes;
        this.course = new StreamCourse(start.position(), restartPoint);
        this.resyncs = new ResyncDesk(progress, strange);
        this.ownMarks = ownMarks;
        this.partitions = new WrittenPartitions(topics, progress.uncovered());
    }

    private static Map<String, String> withoutMemberships(List<CapturedTable> tables) {
        return tables.stream().collect(Collectors.toMap(CapturedTable::name, table -> ""));
    }

    /** Of this run; to be used in the handler's turn only. */
    public ResyncDesk resyncs() {
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
     * The opening of a snapshot: tells readers that a new epoch began and is not whole.
     *
     * @param formerSlots whose progress ends with it; an instance that reads from one of them finds that the topics are not its own
     */
    public Batch snapshotBegins(Set<String> formerSlots) {
        BatchDraft draft = new BatchDraft();
        formerSlots.forEach(slot ->
                draft.add(new ProducerRecord<>(topics.progress(), 0, slot.getBytes(StandardCharsets.UTF_8), null)));
        frontier(progress.snapshotStartedAt().toEpochMilli(), new StreamEvent(0, 0, 0), draft);
        return finish(draft);
    }

    /** Rows of the reading under way; those that the stream has brought are left out. */
    public Batch reread(List<SourceRecord> records) {
        BatchDraft draft = new BatchDraft();
        Optional<Rereading> reading = resyncs.current();
        for (SourceRecord record : records) {
            SourceEvent.of(record).ifPresent(event -> reading.ifPresent(r -> rereadRow(event, r, draft)));
        }
        resyncs.wrote(draft.size());
        return finish(draft);
    }

    private void rereadRow(SourceEvent event, Rereading reading, BatchDraft draft) {
        CapturedTable table = tables.get(event.table());
        Struct row = event.after();
        if (table != null && row != null && reading.brings(table.name(), rows.key(table, row))) {
            SourceStamp stamp = new SourceStamp(
                    table.table(),
                    SourceStamp.READ_ANEW,
                    reading.readAt().previousCommit(),
                    reading.readAt().lsn(),
                    null,
                    resyncs.readAtTime(),
                    progress.epoch(),
                    null);
            write(table, event, stamp, clock.latest(), draft);
        }
    }

    private void snapshotRow(SourceEvent event, BatchDraft draft) {
        long startedAt = progress.snapshotStartedAt().toEpochMilli();
        CapturedTable table = tables.get(event.table());
        if (table != null) { // the engine's filter lets nothing else through
            row(table, event, stamp(table, event, 0, startedAt, null), clock.timestamp(startedAt), draft);
            draft.countsSnapshotRow();
        }
    }

    private void streamed(SourceEvent event, BatchDraft draft) {
        if (event.isOutsideTransactions()) {
            // None of ours. It is read between two transactions, wherever that happens to be.
            strange.ignored("message outside of a transaction", event.lsn(), event.messageBytes());
            return;
        }
        draft.streams(event);
        CapturedTable table = event.isMessage() ? null : tables.get(event.table());
        SharedKeys.Left left = left(table, event);
        StreamEvent place = course.next(event);
        if (course.isWritten(place)) {
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
            resyncs.lost(table.name(), ResyncDesk.Cause.SHARED_KEY);
        }
    }

    private void message(SourceEvent event, StreamEvent place, long timestamp, BatchDraft draft) {
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

    /** What is longer than any of ours is not even decoded. */
    private boolean isShort(SourceEvent event, int longest) {
        boolean fits = event.messageBytes() <= longest;
        if (!fits) {
            strange.ignored("message that is longer than ours", event.lsn(), event.messageBytes());
        }
        return fits;
    }

    /** It is inserted and deleted in one transaction. */
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
                resyncs::requested, () -> strange.ignored("request that is not well-formed", event.lsn(), 0));
    }

    /** A reading under way must not bring what the stream has brought. */
    private void track(CapturedTable table, SourceEvent event) {
        resyncs.tracking(table.name()).ifPresent(reading -> {
            if (event.isTruncate()) {
                reading.truncated(table.name());
            }
            Stream.of(Optional.ofNullable(event.before()), Optional.ofNullable(event.after()))
                    .flatMap(Optional::stream)
                    .forEach(row -> reading.changed(table.name(), rows.key(table, row)));
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
                progress.epoch(),
                command);
    }

    private void frontier(long sourceTime, StreamEvent place, BatchDraft draft) {
        Resyncs book = resyncs.resyncs();
        draft.frontier(
                topics.frontier(),
                new Frontier(
                        Instant.ofEpochMilli(sourceTime),
                        Lsn.text(place.lsn()),
                        Lsn.text(place.previousCommit()),
                        progress.epoch(),
                        isSnapshotComplete(draft) && !book.reading() && !book.isLost(),
                        progress.with(resyncs.tables(), book).wholeTables().stream()
                                .flatMap(table -> published(table).stream())
                                .sorted()
                                .toList(),
                        book.done().stream()
                                .flatMap(done -> published(done.table()).map(done::of).stream())
                                .toList(),
                        partitions.cover(),
                        enforced()));
    }

    private List<String> enforced() {
        return tables.values().stream()
                .filter(CapturedTable::isEnforced)
                .flatMap(table -> table.table().heldBy().stream())
                .sorted()
                .toList();
    }

    /** How topics name a table of this database; empty for one that was watched in a schema that is no more. */
    private Optional<String> published(String table) {
        return schemas.table(table).map(SourceTable::qualifiedName);
    }

    /** What is streamed comes behind all of the snapshot. */
    private boolean isSnapshotComplete(BatchDraft draft) {
        return progress.snapshotComplete() || draft.hasStreamed();
    }

    private Batch finish(BatchDraft draft) {
        Progress.Position reached = draft.hasStreamed() ? course.reached() : null;
        progress = new Progress(
                progress.slot(),
                progress.system(),
                progress.epoch(),
                isSnapshotComplete(draft),
                progress.snapshotStartedAt(),
                progress.snapshotRows() + draft.snapshotRows(),
                reached == null ? progress.position() : reached,
                later(progress.confirmable(), draft.confirmable()),
                resyncs.tables(),
                resyncs.resyncs(),
                partitions.uncovered(),
                progress.timeline());
        return draft.finish(progress);
    }

    private static @Nullable String later(@Nullable String known, @Nullable Long lsn) {
        if (lsn == null || (known != null && Long.compareUnsigned(Lsn.parse(known), lsn) > 0)) {
            return known;
        }
        return Lsn.text(lsn);
    }
}
