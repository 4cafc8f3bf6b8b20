package io.licensewatch.local.demo;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the approval as the CLI does. */
record TopicApprover(String bootstrapServers) implements Approver {
    @Override
    public void approve(RemediationResult waiting) throws InterruptedException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        OperatorAction action = new OperatorAction(
                UUID.randomUUID().toString(),
                ActionKind.APPROVE,
                waiting.tenantId(),
                waiting.commandId(),
                Objects.requireNonNull(waiting.plan(), "a plan waits").planHash(),
                null,
                null,
                "ada",
                now);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.ACTIONS, null, now.toEpochMilli(), bytes(action.tenantId()), JsonCodec.ACTION.encode(action));
        record.headers().add(RecordHeaders.TENANT, bytes(action.tenantId()));
        record.headers().add(RecordHeaders.KIND, bytes(action.kind().name()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
