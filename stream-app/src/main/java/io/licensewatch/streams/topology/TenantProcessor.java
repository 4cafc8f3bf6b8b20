package io.licensewatch.streams.topology;

import io.licensewatch.core.engine.TenantEngine;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.system.CatchUpReport;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.deadletter.DeadLetters;
import io.licensewatch.streams.deadletter.Origin;
import io.licensewatch.streams.published.PublishedBefore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** Everything that belongs to a tenant: rows, reference data and frontiers are passed to the engine, one at a time. */
final class TenantProcessor implements TaskProcessor {
    private static final Duration BACKFILL_EACH = Duration.ofMillis(500);
    /** Often enough for a check that waits for a minute. */
    private static final Duration LEFT_EACH = Duration.ofSeconds(5);

    private static final byte[] FRONTIER_KEY = Frontier.KEY.getBytes(StandardCharsets.UTF_8);

    private final TaskDriver.Task task;
    private final TenantTasks tasks;
    private final FrontierRules rules;
    private final TopicOutput output;
    private final TenantEngine engine;
    private final RejectedFrontiers rejections;
    /** By the machine's clock. */
    private long backfillReportedAt;

    private long leftReportedAt;

    TenantProcessor(TaskDriver.Task task, TenantTasks tasks, FrontierRules rules) {
        this.task = task;
        this.tasks = tasks;
        this.rules = rules;
        output = new TopicOutput(task.context(), tasks.metrics(), Names.TENANT_SINKS);
        engine = new TenantEngine(
                task.stores().get(0), task.stores().get(1), tasks.rules(), tasks.settings(), task.partition(), output);
        rejections = new RejectedFrontiers(task.label(), tasks.metrics());
        tasks.started(task.id(), engine);
    }

    @Override
    public void recall() {
        PublishedBefore before = tasks.publishedBefore().read(task.partition(), false);
        engine.recall(before.alerts(), before.statuses());
        engine.recall(before.commands());
        engine.recall(before.storms());
    }

    @Override
    public boolean take(Record<byte[], byte[]> record, Origin origin, boolean workLeft) {
        output.reads(record);
        byte[] key = DeadLetters.keyOf(record);
        String name = new String(key, StandardCharsets.UTF_8);
        if (origin.topic().equals(Topics.RESULTS)) {
            takeResult(record, name);
        } else if (origin.topic().equals(Topics.ACTIONS)) {
            takeAction(record, name);
        } else if (!origin.topic().equals(tasks.referenceChangesTopic())) {
            engine.onRowChange(key, record.value());
            tasks.metrics().rowTaken(record.timestamp());
            return workLeft || engine.frontierWaits();
        } else if (Arrays.equals(key, FRONTIER_KEY)) {
            return takeFrontier(record, origin, workLeft);
        } else if (StormEvents.isStorm(name)) {
            takeStorm(record, name);
        } else {
            engine.onReferenceChange(key, record.value());
        }
        return workLeft;
    }

    /** Workers write these, for all tenants and for the system. */
    private void takeResult(Record<byte[], byte[]> record, String key) {
        try {
            RemediationResult result = ControlRecords.result(key, record.value());
            if (key.equals(AlertEvent.SYSTEM_TENANT)) {
                output.passToSystem(SystemEvents.result(result.commandId()), record.value(), record.timestamp());
            } else {
                tasks.metrics().result(engine.onResult(result));
            }
        } catch (MalformedRecordException e) {
            output.deadEvent(record, e.reason());
        }
    }

    /** The system's task writes these. */
    private void takeStorm(Record<byte[], byte[]> record, String key) {
        try {
            engine.onStorm(StormEvents.read(key, record.value()));
        } catch (MalformedRecordException e) {
            output.deadEvent(record, e.reason());
        }
    }

    /** Console and CLI write these. */
    private void takeAction(Record<byte[], byte[]> record, String key) {
        try {
            OperatorAction action = ControlRecords.action(key, record.value());
            if (action.kind() != ActionKind.REQUEST) {
                return; // the worker's
            }
            if (key.equals(AlertEvent.SYSTEM_TENANT)) {
                output.passToSystem(SystemEvents.action(action.actionId()), record.value(), record.timestamp());
            } else {
                engine.onRequest(action);
            }
        } catch (MalformedRecordException e) {
            output.deadEvent(record, e.reason());
        }
    }

    /** The reference task has checked it by the same rules; a stranger wrote what breaks them. */
    private boolean takeFrontier(Record<byte[], byte[]> record, Origin origin, boolean workLeft) {
        try {
            Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
            rules.check(frontier, engine.frontier(), Instant.ofEpochMilli(record.timestamp()));
            rejections.admitted();
            boolean left = engine.onFrontier(frontier);
            reportReached();
            return left;
        } catch (MalformedRecordException e) {
            rejections.rejected(e.reason(), origin);
            output.deadEvent(record, e.reason());
            return workLeft;
        }
    }

    @Override
    public boolean step() {
        boolean left = engine.step();
        reportReached();
        return left;
    }

    @Override
    public void report(long wallMillis, boolean workLeft) {
        tasks.backlog(task.id(), workLeft);
        if (isDue(backfillReportedAt, BACKFILL_EACH, wallMillis)) {
            backfillReportedAt = wallMillis;
            tasks.backfill(task.id(), engine.backfill());
        }
        if (isDue(leftReportedAt, LEFT_EACH, wallMillis)) {
            reportLeft(wallMillis);
        }
    }

    private static boolean isDue(long last, Duration each, long now) {
        return now - last >= each.toMillis() || now < last;
    }

    private void reportReached() {
        tasks.reached(task.id(), engine.frontier(), engine.passed());
    }

    /** Until the task has passed a frontier, the system's task learns from this that it makes progress. */
    private void reportLeft(long wallMillis) {
        Optional<CatchUpReport> left = engine.backfill().flatMap(CatchUpReport::of);
        if (left.isPresent()) {
            leftReportedAt = wallMillis;
            output.left(left.get(), wallMillis);
        }
    }

    @Override
    public Optional<Frontier.Covered> missing() {
        return engine.missing();
    }

    @Override
    public boolean keepsFarRows() {
        return engine.keepsFarRows();
    }

    @Override
    public void stop() {
        tasks.stopped(task.id());
    }
}
