package io.licensewatch.console.feed;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A committed record for the tables. */
record Arrival(ConsumerRecord<byte[], byte[]> read) {
    String topic() {
        return read.topic();
    }

    int partition() {
        return read.partition();
    }

    long offset() {
        return read.offset();
    }

    long timestamp() {
        return read.timestamp();
    }

    @Nullable
    String key() {
        return text(read.key());
    }

    byte @Nullable [] value() {
        return read.value();
    }

    /** The stored form: the original JSON. */
    String json() {
        return String.valueOf(text(read.value()));
    }

    int bytes() {
        return Math.max(0, read.serializedKeySize()) + Math.max(0, read.serializedValueSize());
    }

    @Nullable
    String header(String name) {
        Header header = read.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
