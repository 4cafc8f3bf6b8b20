package io.licensewatch.cdc.engine;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.RecordChangeEvent;
import org.apache.kafka.connect.source.SourceRecord;

/** Receives what an engine reads. */
interface EngineHandler extends ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    /**
     * Takes no further batch, and waits for the one in work.
     *
     * @return whether that was finished in time
     */
    boolean stop(long millis) throws InterruptedException;
}
