package io.licensewatch.streams;

import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where the record at hand was read.
 *
 * @param topic empty when there is no record at hand
 */
record Origin(String topic, int partition, long offset) {
    private static final Origin NOWHERE = new Origin("", -1, -1);

    static Origin of(ProcessingContext context) {
        return context.recordMetadata()
                .map((RecordMetadata at) -> new Origin(at.topic(), at.partition(), at.offset()))
                .orElse(NOWHERE);
    }
}
