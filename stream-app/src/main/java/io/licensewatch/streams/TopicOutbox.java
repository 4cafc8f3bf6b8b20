package io.licensewatch.streams;

import io.licensewatch.core.engine.Outbox;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine says, as records of the public topics; it owns the log line and the count of each transition. */
final class TopicOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(TopicOutbox.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final StreamMetrics metrics;

    TopicOutbox(ProcessorContext<byte[], byte[]> context, StreamMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
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
        send(Names.ALERTS_SINK, event.key(), value, event.occurredAt(), headers);
        send(Names.ALERTS_CURRENT_SINK, event.key(), value, event.occurredAt(), headers);
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
        send(Names.ALERTS_CURRENT_SINK, alertKey, null, at, Map.of(RecordHeaders.TENANT, tenantId));
    }

    @Override
    public void command(RemediationCommand command, AlertEvent cause) {
        Map<String, String> headers = Map.of(
                RecordHeaders.TENANT, command.tenantId(),
                RecordHeaders.RULE, cause.rule(),
                RecordHeaders.SEVERITY, cause.severity().name(),
                RecordHeaders.LEVEL, cause.level().name(),
                RecordHeaders.TYPE, command.type().name(),
                RecordHeaders.KIND, command.kind().name());
        send(Names.COMMANDS_SINK, command.tenantId(), JsonCodec.COMMAND.encode(command), command.issuedAt(), headers);
        metrics.command(command);
    }

    @Override
    public void status(TenantStatus status) {
        Map<String, String> headers = Map.of(RecordHeaders.TENANT, status.tenantId(), RecordHeaders.TYPE, "status");
        byte[] value = JsonCodec.TENANT_STATUS.encode(status);
        send(Names.TENANTS_SINK, status.tenantId(), value, status.asOf().sourceTime(), headers);
    }

    @Override
    public void retireStatus(String tenantId, Instant at) {
        send(Names.TENANTS_SINK, tenantId, null, at, Map.of(RecordHeaders.TENANT, tenantId));
    }

    @Override
    public void deadLetter(byte[] key, byte[] value, String reason) {
        Origin origin = Origin.of(context);
        metrics.deadLetter();
        LOG.atWarn()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("reason", reason)
                .log("dead letter");
        context.forward(
                DeadLetters.of(key, value, context.currentStreamTimeMs(), reason, origin), Names.DEAD_LETTERS_SINK);
    }

    private void send(String sink, String key, byte @Nullable [] value, Instant at, Map<String, String> headerValues) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        headerValues.forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        context.forward(
                new Record<>(key.getBytes(StandardCharsets.UTF_8), value, Math.max(0, at.toEpochMilli()), headers),
                sink);
    }
}
