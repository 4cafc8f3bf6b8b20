package io.licensewatch.worker.loop;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The pauses as a record. */
final class PausesRecord {
    private PausesRecord() {}

    static ProducerRecord<byte[], byte[]> of(Pauses pauses) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.PAUSES, null, pauses.at().toEpochMilli(), bytes(Pauses.KEY), JsonCodec.PAUSES.encode(pauses));
        record.headers().add(RecordHeaders.TENANT, bytes(AlertEvent.SYSTEM_TENANT));
        record.headers().add(RecordHeaders.TYPE, bytes("pauses"));
        CloudEvent.of(pauses).addTo(record.headers()::add);
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
