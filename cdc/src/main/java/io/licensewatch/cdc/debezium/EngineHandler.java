package io.licensewatch.cdc.debezium;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Receives what an engine reads. */
public interface EngineHandler {
    /**
     * Writes a batch, and then confirms it. It may not throw a Connect RetriableException: the engine would drop the batch and go
     * on with the next.
     *
     * @param records at least one
     */
    void handle(List<SourceRecord> records, Confirmation confirmation) throws InterruptedException;

    /**
     * Takes no further batch, and waits for the one in work.
     *
     * @return whether that was finished in time
     */
    boolean stop(long millis) throws InterruptedException;

    /** Confirms what is written to the engine, and so to the slot. */
    @FunctionalInterface
    interface Confirmation {
        /** @param last the record of the batch up to which all are written. The engine keeps the last position only */
        void upTo(SourceRecord last) throws InterruptedException;
    }
}
