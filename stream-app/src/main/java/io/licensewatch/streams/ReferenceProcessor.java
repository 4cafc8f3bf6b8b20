package io.licensewatch.streams;

import io.licensewatch.core.engine.ReferenceEngine;
import io.licensewatch.core.engine.WaitingLine;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reference rows wait for their frontier and go out before it, to every tenant task, in steps. */
final class ReferenceProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration STEP_INTERVAL = Duration.ofMillis(20);
    /** Each is a record for every partition; a Kafka transaction has to end before its time is over. */
    private static final int CHANGES_PER_STEP = 1_000;

    private static final byte[] FRONTIER_KEY = Frontier.KEY.getBytes(StandardCharsets.UTF_8);

    private final String frontierTopic;
    private final StreamMetrics metrics;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable ReferenceEngine engine;
    /** After a restart there may be some. */
    private boolean workLeft = true;

    ReferenceProcessor(String frontierTopic, StreamMetrics metrics) {
        this.frontierTopic = frontierTopic;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValueStore<Bytes, byte[]> store = taskContext.getStateStore(Names.REFERENCE_STORE);
        context = taskContext;
        workLeft = true; // also of a task that begins anew after a failure
        engine = new ReferenceEngine(new StoreKeyValues(store));
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private void tick(long wallMillis) {
        goOn();
        if (engine != null && context != null) {
            metrics.waits().look(Names.REFERENCE, wallMillis, engine::missing);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null || context == null || engine == null) {
            return; // a tombstone follows the delete that it completes
        }
        try {
            if (Origin.of(context).topic().equals(frontierTopic)) {
                engine.onFrontier(JsonCodec.FRONTIER.decode(record.value()), record.timestamp());
                context.forward(record, Names.REFERENCE_SYSTEM_EVENTS_SINK);
                workLeft = true;
                goOn();
            } else {
                engine.onChange(DeadLetters.keyOf(record), record.value());
                workLeft = true; // a frontier may have waited for it
            }
        } catch (MalformedRecordException e) {
            metrics.deadLetter();
            context.forward(DeadLetters.of(record, e.reason(), Origin.of(context)), Names.REFERENCE_DEAD_LETTERS_SINK);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            metrics.waits().forget(Names.REFERENCE);
        }
    }

    private void goOn() {
        if (workLeft && engine != null && context != null) {
            workLeft = engine.step(CHANGES_PER_STEP, new Sink(context));
        }
    }

    /** To every tenant task. */
    private record Sink(ProcessorContext<byte[], byte[]> context) implements ReferenceEngine.Out {
        @Override
        public void change(WaitingLine.Item change, long timestamp) {
            context.forward(
                    new Record<>(change.keyBytes(), change.valueBytes(), timestamp), Names.REFERENCE_CHANGES_SINK);
        }

        @Override
        public void frontier(byte[] frontier, long timestamp) {
            context.forward(new Record<>(FRONTIER_KEY, frontier, timestamp), Names.REFERENCE_CHANGES_SINK);
        }
    }
}
