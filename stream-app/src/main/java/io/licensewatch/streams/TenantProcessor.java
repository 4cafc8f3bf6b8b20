package io.licensewatch.streams;

import io.licensewatch.core.engine.TenantEngine;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.system.CatchUpReport;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.marks.StoreMark;
import io.licensewatch.streams.marks.TaskMarks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Everything that belongs to a tenant: rows, reference data and frontiers go to the engine, one at a time. */
final class TenantProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How soon the engine goes on with what a step has left over. The wall clock paces the work, it decides nothing. */
    private static final Duration STEP_INTERVAL = Duration.ofMillis(20);

    private static final Duration BACKFILL_EACH = Duration.ofMillis(500);
    /** Often enough for whoever waits for a minute. */
    private static final Duration LEFT_EACH = Duration.ofSeconds(5);

    private static final byte[] FRONTIER_KEY = Frontier.KEY.getBytes(StandardCharsets.UTF_8);

    private final TenantTasks tasks;
    private final Set<String> inputs;
    private final FrontierRules rules;
    private @Nullable TenantEngine engine;
    private @Nullable TopicOutbox outbox;
    private @Nullable TaskMarks marks;
    private String referenceChanges = "";
    private String taskId = "";
    private int partition;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable RejectedFrontiers rejections;
    private boolean workLeft = true;
    /** By the machine's clock. */
    private long backfillSaidAt;

    private long leftSaidAt;

    /** @param inputs the topics of which a task reads a partition */
    TenantProcessor(TenantTasks tasks, Set<String> inputs, FrontierRules rules) {
        this.tasks = tasks;
        this.inputs = inputs;
        this.rules = rules;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        KeyValues state = taskContext.getStateStore(Names.TENANT_STORE);
        KeyValues timers = taskContext.getStateStore(Names.TIMER_STORE);
        context = taskContext;
        taskId = taskContext.taskId().toString();
        partition = taskContext.taskId().partition();
        marks = tasks.marks()
                .open(
                        taskId,
                        partition,
                        inputs,
                        List.of(new StoreMark(Names.TENANT_STORE, state), new StoreMark(Names.TIMER_STORE, timers)));
        workLeft = true; // also of a task that begins anew after a failure
        outbox = new TopicOutbox(taskContext, tasks.metrics(), Names.TENANT_SINKS);
        engine = new TenantEngine(state, timers, tasks.rules(), tasks.settings(), partition, outbox);
        referenceChanges = tasks.referenceChangesTopic();
        rejections = new RejectedFrontiers(Names.TENANT + " " + taskId, tasks.metrics());
        tasks.started(taskId, engine);
        taskContext.schedule(STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, at -> goOn(at));
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
        if (origin.topic().equals(Topics.RESULTS)) {
            takeResult(engine, outbox, record, new String(key, StandardCharsets.UTF_8));
        } else if (origin.topic().equals(Topics.ACTIONS)) {
            takeAction(engine, outbox, record, new String(key, StandardCharsets.UTF_8));
        } else if (!origin.topic().equals(referenceChanges)) {
            engine.onRowChange(key, record.value());
            workLeft = workLeft || engine.frontierWaits();
            tasks.metrics().rowTaken(record.timestamp());
        } else if (Arrays.equals(key, FRONTIER_KEY)) {
            passFrontier(engine, outbox, record);
        } else if (StormEvents.isStorm(new String(key, StandardCharsets.UTF_8))) {
            takeStorm(engine, outbox, record, new String(key, StandardCharsets.UTF_8));
        } else {
            engine.onReferenceChange(key, record.value());
        }
    }

    /** Workers write these, of whomever. */
    private void takeResult(TenantEngine taking, TopicOutbox letters, Record<byte[], byte[]> record, String key) {
        try {
            RemediationResult result = ControlRecords.result(key, record.value());
            if (key.equals(AlertEvent.SYSTEM_TENANT)) {
                letters.passToSystem(SystemEvents.result(result.commandId()), record.value(), record.timestamp());
            } else {
                tasks.metrics().result(taking.onResult(result));
            }
        } catch (MalformedRecordException e) {
            letters.deadEvent(record, e.reason());
        }
    }

    /** The system's task writes these. */
    private static void takeStorm(TenantEngine taking, TopicOutbox letters, Record<byte[], byte[]> record, String key) {
        try {
            taking.onStorm(StormEvents.read(key, record.value()));
        } catch (MalformedRecordException e) {
            letters.deadEvent(record, e.reason());
        }
    }

    /** Console and CLI write these. */
    private void takeAction(TenantEngine taking, TopicOutbox letters, Record<byte[], byte[]> record, String key) {
        try {
            OperatorAction action = ControlRecords.action(key, record.value());
            if (action.kind() != ActionKind.REQUEST) {
                return; // the worker's
            }
            if (key.equals(AlertEvent.SYSTEM_TENANT)) {
                letters.passToSystem(SystemEvents.action(action.actionId()), record.value(), record.timestamp());
            } else {
                taking.onRequest(action);
            }
        } catch (MalformedRecordException e) {
            letters.deadEvent(record, e.reason());
        }
    }

    /** The reference task has held it against the same rules; what breaks them was written by somebody else. */
    private void passFrontier(TenantEngine reached, TopicOutbox letters, Record<byte[], byte[]> record) {
        RejectedFrontiers telling = Objects.requireNonNull(rejections);
        try {
            Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
            rules.check(frontier, reached.frontier(), Instant.ofEpochMilli(record.timestamp()));
            telling.admitted();
            workLeft = reached.onFrontier(frontier);
            tellReached(reached);
        } catch (MalformedRecordException e) {
            telling.rejected(e.reason(), Origin.of(Objects.requireNonNull(context)));
            letters.deadEvent(record, e.reason());
        }
    }

    private void tellReached(TenantEngine engineOfTask) {
        tasks.reached(taskId, engineOfTask.frontier(), engineOfTask.passed());
    }

    private void took(Origin origin) {
        TaskMarks marking = Objects.requireNonNull(marks, "opened with the task");
        if (!marking.begun()) {
            marking.begin();
            ToldBefore before = tasks.toldBefore().read(partition, false);
            TenantEngine beginning = Objects.requireNonNull(engine, "made with the task");
            beginning.recall(before.alerts(), before.statuses());
            beginning.recall(before.commands());
            beginning.recall(before.storms());
        }
        marking.took(origin.topic(), origin.offset());
    }

    private void goOn(long wallMillis) {
        if (marks != null && marks.begun()) {
            marks.tick(workLeft);
        }
        if (workLeft && engine != null) {
            workLeft = engine.step();
            tellReached(engine);
        }
        tasks.backlog(taskId, workLeft);
        if (engine != null) {
            tasks.metrics().waits().look(Names.TENANT + " " + taskId, wallMillis, engine::missing);
            tasks.metrics().strayRows().look(Names.TENANT + " " + taskId, wallMillis, engine.keepsFarRows());
            if (wallMillis - backfillSaidAt >= BACKFILL_EACH.toMillis() || wallMillis < backfillSaidAt) {
                backfillSaidAt = wallMillis;
                tasks.backfill(taskId, engine.backfill());
            }
            tellLeft(engine, wallMillis);
        }
    }

    /** Until it has passed a frontier, the system hears of this task that it gets on. */
    private void tellLeft(TenantEngine engineOfTask, long wallMillis) {
        boolean due = wallMillis - leftSaidAt >= LEFT_EACH.toMillis() || wallMillis < leftSaidAt;
        Optional<CatchUpReport> left = due ? engineOfTask.backfill().flatMap(CatchUpReport::of) : Optional.empty();
        if (left.isPresent() && outbox != null) {
            leftSaidAt = wallMillis;
            outbox.left(left.get(), wallMillis);
        }
    }

    @Override
    public void close() {
        tasks.stopped(taskId);
    }
}
