package io.licensewatch.streams;

import io.licensewatch.schemas.topic.RecordHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/** Records that could not be understood, as they were read, with the reason in their headers. */
final class DeadLetters {
    private DeadLetters() {}

    static Record<byte[], byte[]> of(Record<byte[], byte[]> record, String reason, Origin origin) {
        return of(keyOf(record), record.value(), record.timestamp(), reason, origin);
    }

    static Record<byte[], byte[]> of(byte[] key, byte[] value, long timestamp, String reason, Origin origin) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        add(headers, RecordHeaders.REASON, reason);
        if (!origin.topic().isEmpty()) {
            add(headers, RecordHeaders.ORIGIN_TOPIC, origin.topic());
            add(headers, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
            add(headers, RecordHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
        }
        return new Record<>(key, value, timestamp, headers);
    }

    static byte[] keyOf(Record<byte[], byte[]> record) {
        return record.key() == null ? new byte[0] : record.key();
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
