package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineHandler;
import io.licensewatch.cdc.snapshot.SnapshotProgress;
import io.licensewatch.cdc.translate.BatchTranslator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Receives the rows of an incremental snapshot, and writes them between two batches of the stream. */
final class IncrementalSnapshotHandler implements EngineHandler {
    private final BatchTranslator translator;
    private final BatchHandler stream;
    private final SnapshotProgress progress;
    private final CompletableFuture<@Nullable Void> whole = new CompletableFuture<>();
    private volatile boolean stopped;

    IncrementalSnapshotHandler(BatchTranslator translator, BatchHandler stream, SnapshotProgress progress) {
        this.progress = progress;
        this.translator = translator;
        this.stream = stream;
    }

    /** Completes when every row is written; never if the engine fails. */
    CompletableFuture<@Nullable Void> whole() {
        return whole;
    }

    @Override
    public void handle(List<SourceRecord> records, Confirmation confirmation) throws InterruptedException {
        if (stopped) {
            return;
        }
        stream.write(() -> translator.incremental(records)).ifPresent(batch -> progress.wrote(batch.rows()));
        confirmation.upTo(records.get(records.size() - 1));
        if (records.stream().anyMatch(IncrementalSnapshotHandler::isEnd)) {
            whole.complete(null);
        }
    }

    /** Debezium's notification, which follows the last row. */
    private static boolean isEnd(SourceRecord record) {
        return record.value() instanceof Struct value
                && value.schema().field("aggregate_type") != null
                && "Initial Snapshot".equals(value.getString("aggregate_type"))
                && "COMPLETED".equals(value.getString("type"));
    }

    @Override
    public boolean stop(long millis) {
        stopped = true;
        return true; // it writes only in the turn of the handler that streams
    }
}
