package io.licensewatch.streams.topology;

import io.licensewatch.core.engine.TenantOutput;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.system.CatchUpReport;
import io.licensewatch.core.system.SystemOutput;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.streams.metrics.StreamMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines' output as records of the topics. It owns the log line and the count of each transition. */
final class TopicOutput implements TenantOutput, SystemOutput {
    private static final Logger LOG = LoggerFactory.getLogger(TopicOutput.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final StreamMetrics metrics;
    private final Names.AlertSinks sinks;
    private final PromptCommit commit;
    private final DeadLetterOutput letters;

    TopicOutput(ProcessorContext<byte[], byte[]> context, StreamMetrics metrics, Names.AlertSinks sinks) {
        this.context = context;
        this.metrics = metrics;
        this.sinks = sinks;
        this.commit = new PromptCommit(context);
        this.letters = new DeadLetterOutput(context, metrics, sinks.deadLetters());
    }

    @Override
    public void alert(AlertEvent event) {
        Map<String, String> headers = Map.of(
                RecordHeaders.TENANT, event.tenantId(),
                RecordHeaders.RULE, event.rule(),
                RecordHeaders.SEVERITY, event.severity().name(),
                RecordHeaders.LEVEL, event.level().name(),
                RecordHeaders.TYPE, event.status().name());
        byte[] value = JsonCodec.ALERT.encode(event);
        CloudEvent about = CloudEvent.of(event);
        send(sinks.alerts(), event.key(), value, about, headers);
        send(sinks.current(), event.key(), value, about, headers);
        commit.of(about.time());
        metrics.transition(event);
        LOG.atInfo()
                .addKeyValue("tenant", event.tenantId())
                .addKeyValue("rule", event.rule())
                .addKeyValue("status", event.status())
                .addKeyValue("reason", event.reason())
                .addKeyValue("stage", event.stage())
                .addKeyValue("severity", event.severity())
                .addKeyValue("event", event.eventId())
                .log("alert");
    }

    @Override
    public void retireAlert(String tenantId, String alertKey, Instant at) {
        send(sinks.current(), alertKey, null, at, Map.of(RecordHeaders.TENANT, tenantId));
    }

    @Override
    public void command(RemediationCommand command, @Nullable AlertEvent cause) {
        Map<String, String> headers = new HashMap<>(Map.of(
                RecordHeaders.TENANT, command.tenantId(),
                RecordHeaders.TYPE, command.type().name(),
                RecordHeaders.KIND, command.kind().name()));
        if (cause != null) {
            headers.put(RecordHeaders.RULE, cause.rule());
            headers.put(RecordHeaders.SEVERITY, cause.severity().name());
            headers.put(RecordHeaders.LEVEL, cause.level().name());
        }
        CloudEvent about = CloudEvent.of(command);
        send(sinks.commands(), command.tenantId(), JsonCodec.COMMAND.encode(command), about, headers);
        commit.of(about.time());
        metrics.command(command);
    }

    @Override
    public void verdict(Verdict verdict) {
        Map<String, String> headers = Map.of(
                RecordHeaders.TENANT, verdict.tenantId(),
                RecordHeaders.TYPE, verdict.type().name(),
                RecordHeaders.STATE, verdict.effect().name());
        send(sinks.verdicts(), verdict.tenantId(), JsonCodec.VERDICT.encode(verdict), CloudEvent.of(verdict), headers);
        metrics.verdict(verdict);
        LOG.atInfo()
                .addKeyValue("tenant", verdict.tenantId())
                .addKeyValue("command", verdict.commandId())
                .addKeyValue("type", verdict.type())
                .addKeyValue("effect", verdict.effect())
                .addKeyValue("reason", verdict.reason())
                .log("verdict");
    }

    /** Passes on to the system's task what others have written for it, unchanged. */
    void passToSystem(String key, byte[] value, long timestamp) {
        context.forward(
                new Record<>(key.getBytes(StandardCharsets.UTF_8), value, Math.max(0, timestamp)),
                Names.SYSTEM_EVENTS_SINK);
    }

    @Override
    public void status(TenantStatus status, byte[] json) {
        Map<String, String> headers = Map.of(RecordHeaders.TENANT, status.tenantId(), RecordHeaders.TYPE, "status");
        send(Names.TENANTS_SINK, status.tenantId(), json, CloudEvent.of(status), headers);
    }

    @Override
    public void retireStatus(String tenantId, Instant at) {
        send(Names.TENANTS_SINK, tenantId, null, at, Map.of(RecordHeaders.TENANT, tenantId));
    }

    @Override
    public void report(TenantReport report) {
        byte[] value = report.toJson().getBytes(StandardCharsets.UTF_8);
        send(Names.SYSTEM_EVENTS_SINK, SystemEvents.report(report.tenantId()), value, report.at(), Map.of());
    }

    @Override
    public void passed(Frontier frontier) {
        String key = SystemEvents.passed(context.taskId().partition());
        send(Names.SYSTEM_EVENTS_SINK, key, JsonCodec.FRONTIER.encode(frontier), frontier.sourceTime(), Map.of());
    }

    /** To the system's task: how much is left for this one until it passes a frontier. */
    void left(CatchUpReport report, long timestamp) {
        passToSystem(
                SystemEvents.left(context.taskId().partition()),
                report.toJson().getBytes(StandardCharsets.UTF_8),
                timestamp);
    }

    @Override
    public void storm(StormReport report) {
        byte[] value = report.toJson().getBytes(StandardCharsets.UTF_8);
        send(Names.STORMS_SINK, StormEvents.key(report.rule()), value, report.at(), Map.of());
        LOG.atInfo()
                .addKeyValue("rule", report.rule())
                .addKeyValue("open", report.open())
                .log("commands of several tenants");
    }

    @Override
    public void health(SystemHealth health) {
        Map<String, String> headers =
                Map.of(RecordHeaders.TENANT, AlertEvent.SYSTEM_TENANT, RecordHeaders.TYPE, "health");
        byte[] value = JsonCodec.SYSTEM_HEALTH.encode(health);
        send(Names.HEALTH_SINK, SystemHealth.KEY, value, CloudEvent.of(health), headers);
    }

    @Override
    public void deadLetter(byte[] key, byte[] value, String reason) {
        letters.row(key, value, reason);
    }

    @Override
    public void leftOut(String table, String column) {
        metrics.leftOut(table, column);
    }

    /** The record that is read now. */
    void reads(Record<byte[], byte[]> record) {
        letters.reads(record);
    }

    /** A record of another kind than a row that cannot be understood. */
    void deadEvent(Record<byte[], byte[]> event, String reason) {
        letters.event(event, reason);
    }

    /** At the event's time. */
    private void send(String sink, String key, byte[] value, CloudEvent event, Map<String, String> headerValues) {
        Headers headers = headers(headerValues);
        event.addTo(headers::add);
        send(sink, key, value, event.time(), headers);
    }

    private void send(String sink, String key, byte @Nullable [] value, Instant at, Map<String, String> headerValues) {
        send(sink, key, value, at, headers(headerValues));
    }

    private static Headers headers(Map<String, String> values) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        values.forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private void send(String sink, String key, byte @Nullable [] value, Instant at, Headers headers) {
        context.forward(
                new Record<>(key.getBytes(StandardCharsets.UTF_8), value, Math.max(0, at.toEpochMilli()), headers),
                sink);
    }
}
