package io.licensewatch.streams.deadletter;

import io.licensewatch.schemas.topic.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Records that could not be understood, with the reason in their headers. Their time is when they were set aside: with that of the
 * record, which may be anything, the topic would lose them at once or keep all of them for ever.
 */
public final class DeadLetters {
    /** More is not needed to see what is wrong; the whole record is where it was read. */
    public static final int MAX_BYTES = 64 << 10;

    private static final int MAX_REASON = 500;

    private DeadLetters() {}

    /**
     * A record as it was read.
     *
     * @param readAt the timestamp of that record
     * @param now this machine's clock
     */
    public static Record<byte[], byte[]> of(
            byte[] key, byte[] value, String reason, Origin origin, long readAt, long now) {
        return record(key, value, value.length, reason, origin, readAt, now);
    }

    /** A row change, without values of columns that may not leave the database. */
    public static Record<byte[], byte[]> ofRow(
            byte[] key, byte[] value, String reason, Origin origin, long readAt, long now) {
        return record(key, Redaction.of(key, value), value.length, reason, origin, readAt, now);
    }

    private static Record<byte[], byte[]> record(
            byte[] key, byte[] value, int valueBytes, String reason, Origin origin, long readAt, long now) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        add(headers, RecordHeaders.REASON, reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        if (!origin.topic().isEmpty()) {
            add(headers, RecordHeaders.ORIGIN_TOPIC, origin.topic());
            add(headers, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
            add(headers, RecordHeaders.ORIGIN_OFFSET, Long.toString(origin.offset()));
            add(headers, RecordHeaders.ORIGIN_TIMESTAMP, Long.toString(readAt));
        }
        if (key.length > MAX_BYTES || value.length > MAX_BYTES) {
            add(headers, RecordHeaders.ORIGIN_BYTES, Integer.toString(key.length + valueBytes));
        }
        return new Record<>(cut(key), cut(value), Math.max(0, now), headers);
    }

    private static byte[] cut(byte[] bytes) {
        return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    }

    public static byte[] keyOf(Record<byte[], byte[]> record) {
        return record.key() == null ? new byte[0] : record.key();
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
