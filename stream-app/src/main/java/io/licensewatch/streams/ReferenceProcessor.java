package io.licensewatch.streams;

import io.licensewatch.core.engine.ReferenceEngine;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.marks.MarkBook;
import io.licensewatch.streams.marks.StoreMark;
import io.licensewatch.streams.marks.TaskMarks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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

    private final Topics topics;
    private final Set<String> inputs;
    private final StreamMetrics metrics;
    private final RejectedFrontiers rejections;
    private final MarkBook book;
    private @Nullable TaskMarks marks;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable ReferenceEngine engine;
    /** After a restart there may be some. */
    private boolean workLeft = true;
    /** The timestamp of the record at hand. */
    private long readAt;

    /** @param inputs the topics of which a task reads a partition */
    ReferenceProcessor(Topics topics, Set<String> inputs, StreamMetrics metrics, MarkBook book) {
        this.topics = topics;
        this.inputs = inputs;
        this.metrics = metrics;
        this.book = book;
        this.rejections = new RejectedFrontiers(Names.REFERENCE, metrics);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValues store = taskContext.getStateStore(Names.REFERENCE_STORE);
        context = taskContext;
        marks = book.open(
                taskContext.taskId().toString(),
                taskContext.taskId().partition(),
                inputs,
                List.of(new StoreMark(Names.REFERENCE_STORE, store)));
        workLeft = true; // also of a task that begins anew after a failure
        engine = new ReferenceEngine(store, new FrontierRules(topics.partitions()), this::rejectRow);
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private void tick(long wallMillis) {
        goOn();
        if (engine != null && context != null) {
            metrics.waits().look(Names.REFERENCE, wallMillis, engine::missing);
            metrics.strayRows().look(Names.REFERENCE, wallMillis, engine.keepsFarRows());
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
        readAt = record.timestamp();
        String topic = origin.topic();
        if (topic.equals(topics.frontier())) {
            onFrontier(engine, context, record);
        } else if (topic.equals(topics.tenantless())) {
            engine.onTenantlessChange(DeadLetters.keyOf(record), record.value());
        } else if (topic.equals(topics.standings(SourceTable.ROLES))) {
            engine.onStanding(DeadLetters.keyOf(record), record.value());
        } else {
            engine.onChange(DeadLetters.keyOf(record), record.value());
        }
        workLeft = true; // a frontier may have waited for it
    }

    private void onFrontier(
            ReferenceEngine taking, ProcessorContext<byte[], byte[]> in, Record<byte[], byte[]> record) {
        Origin origin = Origin.of(in);
        long now = in.currentSystemTimeMs();
        try {
            taking.onFrontier(
                    JsonCodec.FRONTIER.decode(record.value()),
                    Instant.ofEpochMilli(record.timestamp()),
                    Instant.ofEpochMilli(now));
            rejections.admitted();
            workLeft = true;
            goOn();
        } catch (MalformedRecordException e) {
            rejections.rejected(e.reason(), origin);
            metrics.deadLetter();
            in.forward(
                    DeadLetters.of(
                            DeadLetters.keyOf(record), record.value(), e.reason(), origin, record.timestamp(), now),
                    Names.REFERENCE_DEAD_LETTERS_SINK);
        }
    }

    private void rejectRow(byte[] key, byte[] value, String reason) {
        if (context != null) {
            metrics.deadLetter();
            context.forward(
                    DeadLetters.ofRow(key, value, reason, Origin.of(context), readAt, context.currentSystemTimeMs()),
                    Names.REFERENCE_DEAD_LETTERS_SINK);
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
            metrics.strayRows().forget(Names.REFERENCE);
        }
    }

    private void goOn() {
        if (workLeft && engine != null && context != null) {
            workLeft = engine.step(CHANGES_PER_STEP, new Sink(context));
        }
    }

    /** To every tenant task, and the frontier also to the system's. */
    private record Sink(ProcessorContext<byte[], byte[]> context) implements ReferenceEngine.Out {
        @Override
        public void change(DurableQueue.Item change, long timestamp) {
            context.forward(new Record<>(change.key(), change.value(), timestamp), Names.REFERENCE_CHANGES_SINK);
        }

        @Override
        public void frontier(byte[] frontier, long timestamp) {
            context.forward(new Record<>(FRONTIER_KEY, frontier, timestamp), Names.REFERENCE_CHANGES_SINK);
            context.forward(new Record<>(FRONTIER_KEY, frontier, timestamp), Names.REFERENCE_SYSTEM_EVENTS_SINK);
            new PromptCommit(context).of(Instant.ofEpochMilli(timestamp));
        }
    }
}
