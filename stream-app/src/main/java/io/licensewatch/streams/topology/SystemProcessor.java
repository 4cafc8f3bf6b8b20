package io.licensewatch.streams.topology;

import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.system.CatchUpReport;
import io.licensewatch.core.system.SystemEngine;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.deadletter.DeadLetters;
import io.licensewatch.streams.deadletter.Origin;
import io.licensewatch.streams.metrics.WallClock;
import io.licensewatch.streams.published.PublishedBefore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The system as a whole: refresh jobs, the progress of a snapshot and what the other tasks report are passed to its engine, and so is
 * the time without any of them.
 */
final class SystemProcessor implements TaskProcessor {
    private final ProcessorContext<byte[], byte[]> context;
    private final SystemTask shared;
    private final String snapshots;
    private final FrontierRules rules;
    private final WallClock clock;
    private final RejectedFrontiers rejections;
    private final TopicOutput output;
    private final SystemEngine engine;

    /** @param clock one that is steady when the machine's clock is set */
    SystemProcessor(TaskDriver.Task task, SystemTask shared, Topics topics, WallClock clock) {
        this.context = task.context();
        this.shared = shared;
        this.snapshots = topics.snapshot();
        this.rules = new FrontierRules(topics.partitions());
        this.clock = clock;
        rejections = new RejectedFrontiers(task.label(), shared.metrics());
        output = new TopicOutput(context, shared.metrics(), Names.SYSTEM_SINKS);
        engine = shared.engine(task.stores().get(0), task.stores().get(1), output);
    }

    @Override
    public void recall() {
        PublishedBefore before = shared.publishedBefore();
        engine.recall(before.alerts());
        engine.recall(before.commands());
    }

    @Override
    public boolean take(Record<byte[], byte[]> record, Origin origin, boolean workLeft) {
        output.reads(record);
        byte[] key = DeadLetters.keyOf(record);
        if (!origin.topic().equals(shared.eventsTopic()) && !origin.topic().equals(snapshots)) {
            engine.onJob(key, record.value());
            return true; // what all tasks have passed may have waited for it
        }
        try {
            if (origin.topic().equals(snapshots)) {
                engine.onSnapshot(JsonCodec.SNAPSHOT.decode(record.value()));
                return workLeft;
            }
            return takeEvent(record, new String(key, StandardCharsets.UTF_8), origin, workLeft);
        } catch (MalformedRecordException e) {
            output.deadEvent(record, e.reason());
            return workLeft;
        }
    }

    /** Our own tasks write these; a stranger wrote what they cannot have written. */
    private boolean takeEvent(Record<byte[], byte[]> record, String key, Origin origin, boolean workLeft)
            throws MalformedRecordException {
        byte[] value = record.value();
        if (SystemEvents.isFrontier(key)) {
            takeFrontier(record, origin);
            return true; // rows may have waited for it
        }
        if (SystemEvents.isPassed(key)) {
            Frontier frontier = JsonCodec.FRONTIER.decode(value);
            int partition = SystemEvents.partition(key, shared.partitions());
            requireSeen(frontier.position());
            return engine.onPassed(partition, frontier);
        }
        if (SystemEvents.isLeft(key)) {
            engine.onCatchUp(SystemEvents.partition(key, shared.partitions()), CatchUpReport.read(value));
        } else if (SystemEvents.isReport(key)) {
            TenantReport report = TenantReport.read(value);
            SystemEvents.check(key, report);
            requireSeen(report.position());
            engine.onReport(report);
        } else if (SystemEvents.isResult(key)) {
            shared.metrics().result(engine.onResult(ControlRecords.result(AlertEvent.SYSTEM_TENANT, value)));
        } else if (SystemEvents.isAction(key)) {
            engine.onRequest(ControlRecords.request(AlertEvent.SYSTEM_TENANT, value));
        } else {
            throw new MalformedRecordException("no event of ours has such a key");
        }
        return workLeft;
    }

    private void takeFrontier(Record<byte[], byte[]> record, Origin origin) throws MalformedRecordException {
        try {
            Frontier frontier = JsonCodec.FRONTIER.decode(record.value());
            rules.check(frontier, engine.seen(), Instant.ofEpochMilli(record.timestamp()));
            rejections.admitted();
            engine.onFrontier(frontier);
        } catch (MalformedRecordException e) {
            rejections.rejected(e.reason(), origin);
            throw e;
        }
    }

    /** A frontier arrives here before any task can have passed it. */
    private void requireSeen(SourcePosition position) throws MalformedRecordException {
        Frontier seen = engine.seen();
        if (seen == null || position.isAfter(seen.position())) {
            throw new MalformedRecordException("it names a frontier that has not arrived");
        }
    }

    @Override
    public boolean step() {
        return engine.step();
    }

    @Override
    public void report(long wallMillis, boolean workLeft) {
        shared.backlog(workLeft);
        engine.onTime(clock.millis(), Instant.ofEpochMilli(context.currentSystemTimeMs()));
    }

    @Override
    public Optional<Frontier.Covered> missing() {
        return engine.missing();
    }

    @Override
    public boolean keepsFarRows() {
        return engine.keepsFarRows();
    }

    /** It reports silence, which is the absence of records. */
    @Override
    public boolean writesUnprompted() {
        return true;
    }

    @Override
    public void stop() {
        shared.stopped();
    }
}
