package io.licensewatch.streams.deadletter;

import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where the current record was read.
 *
 * @param topic empty when there is no current record
 */
public record Origin(String topic, int partition, long offset) {
    private static final Origin NOWHERE = new Origin("", -1, -1);

    public static Origin of(ProcessingContext context) {
        return context.recordMetadata()
                .map((RecordMetadata at) -> new Origin(at.topic(), at.partition(), at.offset()))
                .orElse(NOWHERE);
    }
}
