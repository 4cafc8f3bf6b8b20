package io.licensewatch.cdc.engine;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Receives the engine's batches: translate, write, and only then let the slot be confirmed.
 *
 * <p>Nothing here may throw a Connect RetriableException: the engine would drop the batch and go on with the next.
 */
final class BatchHandler implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private final BatchTranslator translator;
    private final KafkaSink sink;
    private final Consumer<Batch> afterwards;
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean stopped;

    /** @param afterwards told of each batch that is written */
    BatchHandler(BatchTranslator translator, KafkaSink sink, Consumer<Batch> afterwards) {
        this.translator = translator;
        this.sink = sink;
        this.afterwards = afterwards;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        working.lockInterruptibly();
        try {
            if (stopped || events.isEmpty()) {
                return; // not marked as processed: it comes again after a restart
            }
            Batch batch = translator.translate(
                    events.stream().map(RecordChangeEvent::record).toList());
            if (!batch.records().isEmpty() || batch.skipped() == 0) {
                sink.write(batch);
            }
            // The engine keeps the last position only; marking each event would cost and say the same.
            committer.markProcessed(events.get(events.size() - 1));
            committer.markBatchFinished();
            afterwards.accept(batch);
        } finally {
            working.unlock();
        }
    }

    /**
     * Takes no further batch, and waits for the one in work.
     *
     * @return whether that was finished in time
     */
    boolean stop(long millis) throws InterruptedException {
        stopped = true;
        if (!working.tryLock(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        working.unlock();
        return true;
    }
}
