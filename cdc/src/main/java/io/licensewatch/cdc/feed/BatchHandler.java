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
 * Receives the engine's batches: translate, write, and only then let the slot be confirmed.
 */
final class BatchHandler implements EngineHandler {
    private final BatchTranslator translator;
    private final KafkaSink sink;
    private final UnaryOperator<Batch> reports;
    private final Consumer<Batch> afterwards;
    /** Fair: the stream and a reading beside it take turns. */
    private final ReentrantLock working = new ReentrantLock(true);

    private volatile boolean stopped;

    /**
     * @param reports adds what is said of a snapshot
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
                return; // not confirmed: it comes again after a restart
            }
            Batch batch = translator.translate(records);
            List<SourceRecord> confirming =
                    records.stream().filter(SourceEvent::mayConfirm).toList();
            boolean replayed = batch.records().isEmpty() && batch.skipped() == confirming.size();
            if (!replayed) {
                sink.write(reports.apply(batch));
                confirmation.upTo(confirming.get(confirming.size() - 1));
            }
            // Of nothing but replayed events the slot does not hear: it would be confirmed to a place in the midst of a
            // transaction that the written progress does not name, and the next start would find it ahead of that.
            afterwards.accept(batch);
        } finally {
            working.unlock();
        }
    }

    boolean isWorking() {
        return working.isLocked();
    }

    /** Between two batches of the engine: writes what is made then, if anything; empty when it was nothing. */
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

    /** Between two batches of the engine. */
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
