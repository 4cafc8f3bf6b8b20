package io.licensewatch.streams.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a source topic, as Kafka holds it.
 *
 * @param timestamp ms since 1970
 * @param value null in a tombstone
 */
record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {
    record Header(String name, byte @Nullable [] value) {}
}
