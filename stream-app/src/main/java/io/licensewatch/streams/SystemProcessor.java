package io.licensewatch.streams;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.system.SystemEngine;
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

/** The system as a whole: refresh jobs and what the other tasks say go to its engine, and so does how long all is quiet. */
final class SystemProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration STEP_INTERVAL = Duration.ofMillis(100);

    private final SystemTask task;
    private final WallClock clock;
    private @Nullable SystemEngine engine;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private boolean workLeft = true;
    /** When this process last saw a frontier, or began to watch. */
    private long heardAt;

    SystemProcessor(SystemTask task, WallClock clock) {
        this.task = task;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValueStore<Bytes, byte[]> state = taskContext.getStateStore(Names.SYSTEM_STORE);
        KeyValueStore<Bytes, byte[]> timers = taskContext.getStateStore(Names.SYSTEM_TIMER_STORE);
        context = taskContext;
        workLeft = true; // also of a task that begins anew after a failure
        engine = task.engine(
                new StoreKeyValues(state),
                new StoreKeyValues(timers),
                new TopicOutbox(taskContext, task.metrics(), Names.SYSTEM_SINKS));
        heardAt = clock.millis();
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::goOn);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null || engine == null || context == null) {
            return; // a tombstone follows the delete that it completes
        }
        byte[] key = DeadLetters.keyOf(record);
        if (Origin.of(context).topic().equals(task.eventsTopic())) {
            onEvent(engine, new String(key, StandardCharsets.UTF_8), record.value());
        } else {
            engine.onJob(key, record.value());
            workLeft = true; // what all tasks have passed may have waited for it
        }
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
