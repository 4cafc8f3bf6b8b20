package io.licensewatch.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A committed record of a topic.
 *
 * @param timestamp event time; on public topics source time
 * @param key null if the record has none
 * @param headers as text; if a header is repeated, the last one
 * @param value as text; null for a tombstone
 */
public record TopicRecord(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String key,
        Map<String, String> headers,
        @Nullable String value) {
    public TopicRecord {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    static TopicRecord of(ConsumerRecord<byte[], byte[]> read) {
        Map<String, String> headers = new LinkedHashMap<>();
        read.headers().forEach(header -> headers.put(header.key(), String.valueOf(text(header.value()))));
        return new TopicRecord(
                read.topic(),
                read.partition(),
                read.offset(),
                Instant.ofEpochMilli(read.timestamp()),
                text(read.key()),
                headers,
                text(read.value()));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
