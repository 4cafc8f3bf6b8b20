package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineHandler;
import io.licensewatch.cdc.snapshot.SnapshotProgress;
import io.licensewatch.cdc.translate.BatchTranslator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Receives the rows of an engine that reads tables, and writes them between the batches of the one that streams. */
final class ReadingHandler implements EngineHandler {
    private final BatchTranslator translator;
    private final BatchHandler stream;
    private final SnapshotProgress progress;
    private final CompletableFuture<@Nullable Void> whole = new CompletableFuture<>();
    private volatile boolean stopped;

    ReadingHandler(BatchTranslator translator, BatchHandler stream, SnapshotProgress progress) {
        this.progress = progress;
        this.translator = translator;
        this.stream = stream;
    }

    /** Completes when every row is written; never when the engine fails. */
    CompletableFuture<@Nullable Void> whole() {
        return whole;
    }

    @Override
    public void handle(List<SourceRecord> records, Confirmation confirmation) throws InterruptedException {
        if (stopped) {
            return;
        }
        stream.write(() -> translator.reread(records)).ifPresent(batch -> progress.wrote(batch.rows()));
        confirmation.upTo(records.get(records.size() - 1));
        if (records.stream().anyMatch(ReadingHandler::tellsTheEnd)) {
            whole.complete(null);
        }
    }

    /** Debezium's notification, which comes behind the last row. */
    private static boolean tellsTheEnd(SourceRecord record) {
        return record.value() instanceof Struct value
                && value.schema().field("aggregate_type") != null
                && "Initial Snapshot".equals(value.getString("aggregate_type"))
                && "COMPLETED".equals(value.getString("type"));
    }

    @Override
    public boolean stop(long millis) {
        stopped = true;
        return true; // what it does is done in the turn of the handler that streams
    }
}
