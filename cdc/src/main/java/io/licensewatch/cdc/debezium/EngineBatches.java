package io.licensewatch.cdc.debezium;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Hands the batches of Debezium's engine to a handler that knows nothing of Debezium. */
record EngineBatches(EngineHandler handler) implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        List<SourceRecord> records =
                events.stream().map(RecordChangeEvent::record).toList();
        handler.handle(records, last -> {
            committer.markProcessed(events.get(records.lastIndexOf(last)));
            committer.markBatchFinished();
        });
    }
}
