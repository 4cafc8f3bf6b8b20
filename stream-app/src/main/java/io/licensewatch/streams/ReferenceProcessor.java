package io.licensewatch.streams;

import io.licensewatch.core.engine.ReferenceEngine;
import io.licensewatch.core.engine.WaitingLine;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reference rows wait for their frontier and go out before it, to every tenant task. */
final class ReferenceProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final String frontierTopic;
    private final StreamMetrics metrics;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable ReferenceEngine engine;

    ReferenceProcessor(String frontierTopic, StreamMetrics metrics) {
        this.frontierTopic = frontierTopic;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValueStore<Bytes, byte[]> store = taskContext.getStateStore(Names.REFERENCE_STORE);
        context = taskContext;
        engine = new ReferenceEngine(new StoreKeyValues(store));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null || context == null || engine == null) {
            return; // a tombstone follows the delete that it completes
        }
        try {
            if (Origin.of(context).topic().equals(frontierTopic)) {
                forward(context, engine, record);
            } else {
                engine.onChange(DeadLetters.keyOf(record), record.value());
            }
        } catch (MalformedRecordException e) {
            metrics.deadLetter();
            context.forward(DeadLetters.of(record, e.reason(), Origin.of(context)), Names.REFERENCE_DEAD_LETTERS_SINK);
        }
    }

    private static void forward(
            ProcessorContext<byte[], byte[]> context, ReferenceEngine engine, Record<byte[], byte[]> record)
            throws MalformedRecordException {
        Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
        for (WaitingLine.Item change : engine.release(frontier)) {
            context.forward(
                    new Record<>(change.keyBytes(), change.valueBytes(), record.timestamp()),
                    Names.REFERENCE_CHANGES_SINK);
        }
        context.forward(record, Names.REFERENCE_CHANGES_SINK);
        context.forward(record, Names.REFERENCE_SYSTEM_EVENTS_SINK);
    }
}
