package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineHandler;
import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.translate.BatchTranslator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Receives the engine's batches: translate, write, and only then confirm to the slot.
 */
final class BatchHandler implements EngineHandler {
    private final BatchTranslator translator;
    private final KafkaSink sink;
    private final UnaryOperator<Batch> reports;
    private final Consumer<Batch> afterwards;
    /** Fair: the stream and an incremental snapshot take turns. */
    private final ReentrantLock working = new ReentrantLock(true);

    private volatile boolean stopped;

    /**
     * @param reports adds the report of a running snapshot
     * @param afterwards called with each batch that is written
     */
    BatchHandler(BatchTranslator translator, KafkaSink sink, UnaryOperator<Batch> reports, Consumer<Batch> afterwards) {
        this.reports = reports;
        this.translator = translator;
        this.sink = sink;
        this.afterwards = afterwards;
    }

    @Override
    public void handle(List<SourceRecord> records, Confirmation confirmation) throws InterruptedException {
        working.lockInterruptibly();
        try {
            if (stopped) {
                return; // not confirmed: it is sent again after a restart
            }
            Batch batch = translator.translate(records);
            List<SourceRecord> confirming =
                    records.stream().filter(SourceEvent::mayConfirm).toList();
            boolean replayed = batch.records().isEmpty() && batch.skipped() == confirming.size();
            if (!replayed) {
                sink.write(reports.apply(batch));
                confirmation.upTo(confirming.get(confirming.size() - 1));
            }
            // A batch of replayed events only does not move the slot: it would be confirmed to a position within a
            // transaction that the checkpoint does not name, and the next start would find the slot ahead of the
            // checkpoint.
            afterwards.accept(batch);
        } finally {
            working.unlock();
        }
    }

    boolean isWorking() {
        return working.isLocked();
    }

    /** Writes a batch between two batches of the engine; empty when there was nothing to write. */
    Optional<Batch> write(Supplier<Batch> made) throws InterruptedException {
        working.lockInterruptibly();
        try {
            Batch batch = stopped ? null : made.get();
            if (batch == null || batch.records().isEmpty()) {
                return Optional.empty();
            }
            sink.write(batch);
            afterwards.accept(batch);
            return Optional.of(batch);
        } finally {
            working.unlock();
        }
    }

    /** Runs between two batches of the engine. */
    <T> T inTurn(Supplier<T> task) throws InterruptedException {
        working.lockInterruptibly();
        try {
            return task.get();
        } finally {
            working.unlock();
        }
    }

    @Override
    public boolean stop(long millis) throws InterruptedException {
        stopped = true;
        if (!working.tryLock(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        working.unlock();
        return true;
    }
}
