package io.licensewatch.streams;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.system.SystemEngine;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
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

/** The system as a whole: refresh jobs and what the other tasks say go to its engine, and so does how long all is quiet. */
final class SystemProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration STEP_INTERVAL = Duration.ofMillis(100);

    private final SystemTask task;
    private final Set<String> inputs;
    private final WallClock clock;
    private @Nullable SystemEngine engine;
    private @Nullable TaskMarks marks;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private boolean workLeft = true;
    /** When this process last saw a frontier, or began to watch. */
    private long heardAt;

    /** @param inputs the topics of which a task reads a partition */
    SystemProcessor(SystemTask task, Set<String> inputs, WallClock clock) {
        this.task = task;
        this.inputs = inputs;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        StoreKeyValues state = new StoreKeyValues(taskContext.getStateStore(Names.SYSTEM_STORE));
        StoreKeyValues timers = new StoreKeyValues(taskContext.getStateStore(Names.SYSTEM_TIMER_STORE));
        context = taskContext;
        marks = task.marks()
                .open(
                        taskContext.taskId().toString(),
                        taskContext.taskId().partition(),
                        inputs,
                        List.of(
                                new StoreMark(Names.SYSTEM_STORE, state),
                                new StoreMark(Names.SYSTEM_TIMER_STORE, timers)));
        workLeft = true; // also of a task that begins anew after a failure
        engine = task.engine(state, timers, new TopicOutbox(taskContext, task.metrics(), Names.SYSTEM_SINKS));
        heardAt = clock.millis();
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::goOn);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (engine == null || context == null) {
            return;
        }
        Origin origin = Origin.of(context);
        took(origin);
        if (record.value() == null) {
            return; // a tombstone follows the delete that it completes
        }
        byte[] key = DeadLetters.keyOf(record);
        if (origin.topic().equals(task.eventsTopic())) {
            onEvent(engine, new String(key, StandardCharsets.UTF_8), record.value());
        } else {
            engine.onJob(key, record.value());
            workLeft = true; // what all tasks have passed may have waited for it
        }
    }

    private void took(Origin origin) {
        TaskMarks marking = Objects.requireNonNull(marks, "opened with the task");
        if (!marking.begun()) {
            marking.begin();
            Objects.requireNonNull(engine, "made with the task").recall(task.toldBefore());
        }
        marking.took(origin.topic(), origin.offset());
    }

    private void onEvent(SystemEngine hearing, String key, byte[] value) {
        try {
            if (SystemEvents.isFrontier(key)) {
                heardAt = clock.millis();
                hearing.onFrontier(JsonCodec.FRONTIER.decode(value));
            } else if (SystemEvents.isPassed(key)) {
                Frontier frontier = JsonCodec.FRONTIER.decode(value);
                workLeft = hearing.onPassed(SystemEvents.partition(key), frontier);
            } else if (SystemEvents.isReport(key)) {
                hearing.onReport(TenantReport.read(value));
            }
        } catch (MalformedRecordException e) {
            // Our own tasks have written it.
            throw new IllegalStateException("an event on " + task.eventsTopic() + " cannot be read", e);
        }
    }

    private void goOn(long wallMillis) {
        if (engine == null) {
            return;
        }
        if (marks != null && marks.begun()) {
            marks.tick(true); // silence may be told
        }
        if (workLeft) {
            workLeft = engine.step();
        }
        engine.onSilence(Duration.ofMillis(Math.max(0, clock.millis() - heardAt)));
        if (context != null) {
            task.metrics().waits().look(Names.SYSTEM, wallMillis, engine::missing);
        }
    }

    @Override
    public void close() {
        task.stopped();
        if (context != null) {
            task.metrics().waits().forget(Names.SYSTEM);
        }
    }
}
