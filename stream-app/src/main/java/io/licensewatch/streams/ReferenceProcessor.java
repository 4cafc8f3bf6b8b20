package io.licensewatch.streams;

import io.licensewatch.core.engine.ReferenceEngine;
import io.licensewatch.core.engine.WaitingLine;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.streams.marks.MarkBook;
import io.licensewatch.streams.marks.StoreMark;
import io.licensewatch.streams.marks.TaskMarks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reference rows wait for their frontier and go out before it, to every tenant task, in steps. */
final class ReferenceProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration STEP_INTERVAL = Duration.ofMillis(20);
    /** Each is a record for every partition; a Kafka transaction has to end before its time is over. */
    private static final int CHANGES_PER_STEP = 1_000;

    private static final byte[] FRONTIER_KEY = Frontier.KEY.getBytes(StandardCharsets.UTF_8);

    private final String frontierTopic;
    private final Set<String> inputs;
    private final StreamMetrics metrics;
    private final MarkBook book;
    private @Nullable TaskMarks marks;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable ReferenceEngine engine;
    /** After a restart there may be some. */
    private boolean workLeft = true;

    /** @param inputs the topics of which a task reads a partition */
    ReferenceProcessor(String frontierTopic, Set<String> inputs, StreamMetrics metrics, MarkBook book) {
        this.frontierTopic = frontierTopic;
        this.inputs = inputs;
        this.metrics = metrics;
        this.book = book;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        StoreKeyValues store = new StoreKeyValues(taskContext.getStateStore(Names.REFERENCE_STORE));
        context = taskContext;
        marks = book.open(
                taskContext.taskId().toString(),
                taskContext.taskId().partition(),
                inputs,
                List.of(new StoreMark(Names.REFERENCE_STORE, store)));
        workLeft = true; // also of a task that begins anew after a failure
        engine = new ReferenceEngine(store);
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
        if (context == null || engine == null) {
            return;
        }
        Origin origin = Origin.of(context);
        took(origin);
        if (record.value() == null) {
            return; // a tombstone follows the delete that it completes
        }
        try {
            if (origin.topic().equals(frontierTopic)) {
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
            context.forward(DeadLetters.of(record, e.reason(), origin), Names.REFERENCE_DEAD_LETTERS_SINK);
        }
    }

    private void took(Origin origin) {
        TaskMarks marking = Objects.requireNonNull(marks, "opened with the task");
        if (!marking.begun()) {
            marking.begin();
        }
        marking.took(origin.topic(), origin.offset());
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
