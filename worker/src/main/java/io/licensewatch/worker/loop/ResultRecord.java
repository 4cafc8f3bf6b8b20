package io.licensewatch.worker.loop;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.worker.ledger.HistoryEntry;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A state transition of a command as a record. */
final class ResultRecord {
    /** Number of the entry in the history of the partition: needed to find the last published entry if the offsets are lost. */
    static final String SEQ = "outbox-seq";

    private ResultRecord() {}

    /** The record, in the partition of the command, which is the tenant's. */
    static ProducerRecord<byte[], byte[]> of(int partition, HistoryEntry entry) {
        RemediationResult result = entry.result();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.RESULTS,
                partition,
                result.at().toEpochMilli(),
                result.tenantId().getBytes(StandardCharsets.UTF_8),
                JsonCodec.RESULT.encode(result));
        add(record.headers(), RecordHeaders.TENANT, result.tenantId());
        add(record.headers(), RecordHeaders.TYPE, result.type().name());
        add(record.headers(), RecordHeaders.STATE, result.state().name());
        add(record.headers(), SEQ, Long.toString(entry.seq()));
        CloudEvent.of(result).addTo(record.headers()::add);
        return record;
    }

    static OptionalLong seq(Headers headers) {
        Header header = headers.lastHeader(SEQ);
        if (header == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
