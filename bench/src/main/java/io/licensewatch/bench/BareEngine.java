package io.licensewatch.bench;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.licensewatch.cdc.debezium.EngineProperties;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.CapturedTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** The engine of cdc, under cdc's own configuration, with another sink. */
final class BareEngine implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private static final long PATIENCE_MINUTES = 10;

    private final Sink sink;
    /** By the part of an event that says where it is from. */
    private final Predicate<Struct> isLast;

    private final Stopwatch stopwatch = new Stopwatch();

    /** What becomes of a batch. */
    interface Sink {
        void write(List<SourceRecord> batch) throws InterruptedException;
    }

    private BareEngine(Sink sink, Predicate<Struct> isLast) {
        this.sink = sink;
        this.isLast = isLast;
    }

    /** Reads until the last change. */
    static Stopwatch run(FeedSettings settings, List<CapturedTable> tables, Sink sink)
            throws InterruptedException, TimeoutException {
        return run(new BareEngine(sink, BareEngine::isLastChange), settings, tables, false);
    }

    /** Reads all rows of a snapshot, and writes none; returns how many there are. */
    static long snapshot(FeedSettings settings, List<CapturedTable> tables)
            throws InterruptedException, TimeoutException {
        BareEngine bare = new BareEngine(batch -> {}, source -> "last".equals(source.getString("snapshot")));
        return run(bare, settings, tables, true).rows();
    }

    private static Stopwatch run(BareEngine bare, FeedSettings settings, List<CapturedTable> tables, boolean snapshot)
            throws InterruptedException, TimeoutException {
        FutureTask<Void> end = new FutureTask<>(() -> null);
        try (DebeziumEngine<RecordChangeEvent<SourceRecord>> engine = DebeziumEngine.create(
                        ChangeEventFormat.of(Connect.class))
                .using(EngineProperties.of(settings, tables, snapshot))
                .using((success, message, error) -> end.run())
                .notifying(bare)
                .build()) {
            Thread thread = new Thread(engine, "bench-engine");
            thread.setDaemon(true);
            thread.start();
            bare.stopwatch.awaitEnd(end::isDone);
        } catch (IOException e) {
            throw new IllegalStateException("the engine did not close", e);
        }
        try {
            end.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return bare.stopwatch;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        List<SourceRecord> batch =
                events.stream().map(RecordChangeEvent::record).toList();
        sink.write(batch);
        committer.markProcessed(events.get(events.size() - 1));
        committer.markBatchFinished();
        int rows = 0;
        boolean last = false;
        for (SourceRecord record : batch) {
            if (record.value() instanceof Struct value && value.schema().field("op") != null) {
                Struct source = value.getStruct("source");
                boolean row = !"m".equals(value.getString("op"));
                rows += row ? 1 : 0;
                last |= row && isLast.test(source);
            }
        }
        stopwatch.passed(rows, last);
    }

    private static boolean isLastChange(Struct source) {
        return ChangeLog.LAST_TABLE.equals(source.getString("schema") + "." + source.getString("table"));
    }
}
