package io.licensewatch.streams;

import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.system.CatchUpReport;
import io.licensewatch.core.system.SystemEngine;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.Topics;
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

/** The system as a whole: refresh jobs, how far a snapshot is and what the other tasks say go to its engine, and so does how long all is quiet. */
final class SystemProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Duration STEP_INTERVAL = Duration.ofMillis(100);

    private final SystemTask task;
    private final String snapshots;
    private final Set<String> inputs;
    private final FrontierRules rules;
    private final WallClock clock;
    private final RejectedFrontiers rejections;
    private @Nullable SystemEngine engine;
    private @Nullable TaskMarks marks;
    private @Nullable TopicOutbox outbox;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private boolean workLeft = true;

    /**
     * A task.
     *
     * @param inputs those of which it reads a partition
     * @param clock one that goes on evenly
     */
    SystemProcessor(SystemTask task, Topics topics, Set<String> inputs, WallClock clock) {
        this.task = task;
        this.snapshots = topics.snapshot();
        this.inputs = inputs;
        this.rules = new FrontierRules(topics.partitions());
        this.clock = clock;
        this.rejections = new RejectedFrontiers(Names.SYSTEM, task.metrics());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValues state = taskContext.getStateStore(Names.SYSTEM_STORE);
        KeyValues timers = taskContext.getStateStore(Names.SYSTEM_TIMER_STORE);
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
        outbox = new TopicOutbox(taskContext, task.metrics(), Names.SYSTEM_SINKS);
        engine = task.engine(state, timers, outbox);
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::goOn);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (engine == null || context == null || outbox == null) {
            return;
        }
        Origin origin = Origin.of(context);
        took(origin);
        if (record.value() == null) {
            return; // a tombstone follows the delete that it completes
        }
        outbox.reads(record);
        byte[] key = DeadLetters.keyOf(record);
        if (origin.topic().equals(task.eventsTopic())) {
            onEvent(engine, outbox, record, new String(key, StandardCharsets.UTF_8));
        } else if (origin.topic().equals(snapshots)) {
            onSnapshot(engine, outbox, record);
        } else {
            engine.onJob(key, record.value());
            workLeft = true; // what all tasks have passed may have waited for it
        }
    }

    private void took(Origin origin) {
        begin().took(origin.topic(), origin.offset());
    }

    /** Before anything is stored: also silence is, of which no record tells. */
    private TaskMarks begin() {
        TaskMarks marking = Objects.requireNonNull(marks, "opened with the task");
        if (!marking.begun()) {
            marking.begin();
            ToldBefore before = task.toldBefore();
            SystemEngine beginning = Objects.requireNonNull(engine, "made with the task");
            beginning.recall(before.alerts());
            beginning.recall(before.commands());
        }
        return marking;
    }

    /** Our own tasks write these; what they cannot have written is somebody else's. */
    private void onEvent(SystemEngine hearing, TopicOutbox letters, Record<byte[], byte[]> record, String key) {
        try {
            if (SystemEvents.isFrontier(key)) {
                onFrontier(hearing, record);
            } else if (SystemEvents.isPassed(key)) {
                Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
                int partition = SystemEvents.partition(key, task.partitions());
                hasBeenSeen(hearing, frontier.position());
                workLeft = hearing.onPassed(partition, frontier);
            } else if (SystemEvents.isLeft(key)) {
                hearing.onCatchUp(SystemEvents.partition(key, task.partitions()), CatchUpReport.read(record.value()));
            } else if (SystemEvents.isReport(key)) {
                TenantReport report = TenantReport.read(record.value());
                SystemEvents.check(key, report);
                hasBeenSeen(hearing, report.position());
                hearing.onReport(report);
            } else if (SystemEvents.isResult(key)) {
                task.metrics()
                        .result(hearing.onResult(ControlRecords.result(AlertEvent.SYSTEM_TENANT, record.value())));
            } else if (SystemEvents.isAction(key)) {
                hearing.onRequest(ControlRecords.request(AlertEvent.SYSTEM_TENANT, record.value()));
            } else {
                throw new MalformedRecordException("no event of ours has such a key");
            }
        } catch (MalformedRecordException e) {
            letters.deadEvent(record, e.reason());
        }
    }

    /** Of a snapshot, cdc says how far it is. */
    private static void onSnapshot(SystemEngine hearing, TopicOutbox letters, Record<byte[], byte[]> record) {
        try {
            hearing.onSnapshot(JsonCodec.SNAPSHOT.decode(record.value()));
        } catch (MalformedRecordException e) {
            letters.deadEvent(record, e.reason());
        }
    }

    private void onFrontier(SystemEngine hearing, Record<byte[], byte[]> record) throws MalformedRecordException {
        try {
            Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
            rules.check(frontier, hearing.seen(), Instant.ofEpochMilli(record.timestamp()));
            rejections.admitted();
            hearing.onFrontier(frontier);
            workLeft = true; // rows may have waited for it
        } catch (MalformedRecordException e) {
            rejections.rejected(e.reason(), Origin.of(Objects.requireNonNull(context)));
            throw e;
        }
    }

    /** A frontier is here before any task can have passed it. */
    private static void hasBeenSeen(SystemEngine hearing, SourcePosition position) throws MalformedRecordException {
        Frontier seen = hearing.seen();
        if (seen == null || position.isAfter(seen.position())) {
            throw new MalformedRecordException("it speaks of a frontier that has not come");
        }
    }

    private void goOn(long wallMillis) {
        if (engine == null) {
            return;
        }
        begin().tick(true); // silence may be reported
        if (workLeft) {
            workLeft = engine.step();
        }
        task.backlog(workLeft);
        if (context != null) {
            engine.onTime(clock.millis(), Instant.ofEpochMilli(context.currentSystemTimeMs()));
            task.metrics().waits().look(Names.SYSTEM, wallMillis, engine::missing);
            task.metrics().strayRows().look(Names.SYSTEM, wallMillis, engine.keepsFarRows());
        }
    }

    @Override
    public void close() {
        task.stopped();
        if (context != null) {
            task.metrics().waits().forget(Names.SYSTEM);
            task.metrics().strayRows().forget(Names.SYSTEM);
        }
    }
}
