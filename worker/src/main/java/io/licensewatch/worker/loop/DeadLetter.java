package io.licensewatch.worker.loop;

import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A rejected record, with the reason in its headers. */
final class DeadLetter {
    /** Enough to see the problem; the whole record is at its origin. */
    private static final int MAX_BYTES = 64 << 10;

    private static final int MAX_REASON = 500;

    private DeadLetter() {}

    static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record, String reason) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTERS, cut(record.key()), cut(record.value()));
        Headers headers = letter.headers();
        String line = Visible.of(reason);
        add(headers, RecordHeaders.REASON, line.substring(0, Math.min(line.length(), MAX_REASON)));
        add(headers, RecordHeaders.ORIGIN_TOPIC, record.topic());
        add(headers, RecordHeaders.ORIGIN_PARTITION, Integer.toString(record.partition()));
        add(headers, RecordHeaders.ORIGIN_OFFSET, Long.toString(record.offset()));
        add(headers, RecordHeaders.ORIGIN_TIMESTAMP, Long.toString(record.timestamp()));
        int bytes = length(record.key()) + length(record.value());
        if (length(record.key()) > MAX_BYTES || length(record.value()) > MAX_BYTES) {
            add(headers, RecordHeaders.ORIGIN_BYTES, Integer.toString(bytes));
        }
        return letter;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte[] cut(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new byte[0];
        }
        return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
