package io.licensewatch.streams;

import io.licensewatch.core.engine.TenantEngine;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Everything that belongs to a tenant: rows, reference data and frontiers go to the engine, one at a time. */
final class TenantProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How soon the engine goes on with what a step has left over. The wall clock paces the work, it decides nothing. */
    private static final Duration STEP_INTERVAL = Duration.ofMillis(20);

    private static final byte[] FRONTIER_KEY = Frontier.KEY.getBytes(StandardCharsets.UTF_8);

    private final TenantTasks tasks;
    private @Nullable TenantEngine engine;
    private @Nullable TopicOutbox outbox;
    private String referenceChanges = "";
    private String taskId = "";
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private boolean workLeft = true;

    TenantProcessor(TenantTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValueStore<Bytes, byte[]> state = taskContext.getStateStore(Names.TENANT_STORE);
        KeyValueStore<Bytes, byte[]> timers = taskContext.getStateStore(Names.TIMER_STORE);
        context = taskContext;
        workLeft = true; // also of a task that begins anew after a failure
        outbox = new TopicOutbox(taskContext, tasks.metrics(), Names.TENANT_SINKS);
        engine = new TenantEngine(
                new StoreKeyValues(state),
                new StoreKeyValues(timers),
                tasks.rules(),
                tasks.settings(),
                taskContext.taskId().partition(),
                outbox);
        referenceChanges = tasks.referenceChangesTopic();
        taskId = taskContext.taskId().toString();
        tasks.started(taskId, engine);
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, at -> goOn(at));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null || engine == null || context == null) {
            return; // a tombstone follows the delete that it completes
        }
        byte[] key = DeadLetters.keyOf(record);
        if (!Origin.of(context).topic().equals(referenceChanges)) {
            engine.onRowChange(key, record.value());
            workLeft = workLeft || engine.frontierWaits();
            tasks.metrics().rowTaken(record.timestamp());
        } else if (Arrays.equals(key, FRONTIER_KEY)) {
            passFrontier(engine, record);
        } else {
            engine.onReferenceChange(key, record.value());
        }
    }

    private void passFrontier(TenantEngine reached, Record<byte[], byte[]> record) {
        try {
            Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
            workLeft = reached.onFrontier(frontier);
            tellReached(reached);
        } catch (MalformedRecordException e) {
            // The reference task has read it already; it can only be a failure of our own.
            throw new IllegalStateException("a frontier on " + referenceChanges + " cannot be read", e);
        }
    }

    private void tellReached(TenantEngine engineOfTask) {
        Frontier reached = engineOfTask.frontier();
        if (reached != null) {
            tasks.reached(taskId, reached);
        }
    }

    private void goOn(long wallMillis) {
        if (workLeft && engine != null) {
            workLeft = engine.step();
            tellReached(engine);
        }
        tasks.backlog(taskId, workLeft);
        if (engine != null) {
            tasks.metrics().waits().look(Names.TENANT + " " + taskId, wallMillis, engine::missing);
        }
    }

    @Override
    public void close() {
        tasks.stopped(taskId);
    }
}
