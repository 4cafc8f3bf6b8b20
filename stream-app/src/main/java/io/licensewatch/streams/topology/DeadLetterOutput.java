package io.licensewatch.streams.topology;

import io.licensewatch.streams.deadletter.DeadLetters;
import io.licensewatch.streams.deadletter.Origin;
import io.licensewatch.streams.metrics.StreamMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards what a task cannot understand as dead letters. It owns their log line and their count. */
final class DeadLetterOutput {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOutput.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final StreamMetrics metrics;
    private final String sink;
    /** The timestamp of the current record. */
    private long readAt;

    DeadLetterOutput(ProcessorContext<byte[], byte[]> context, StreamMetrics metrics, String sink) {
        this.context = context;
        this.metrics = metrics;
        this.sink = sink;
    }

    /** The record that is read now. */
    void reads(Record<byte[], byte[]> record) {
        readAt = record.timestamp();
    }

    /** A row change, without the values that may not leave the database. */
    void row(byte[] key, byte[] value, String reason) {
        Origin origin = rejected(reason);
        context.forward(DeadLetters.ofRow(key, value, reason, origin, readAt, context.currentSystemTimeMs()), sink);
    }

    /** Any other record, as it was read. */
    void event(Record<byte[], byte[]> event, String reason) {
        Origin origin = rejected(reason);
        context.forward(
                DeadLetters.of(
                        DeadLetters.keyOf(event),
                        event.value(),
                        reason,
                        origin,
                        event.timestamp(),
                        context.currentSystemTimeMs()),
                sink);
    }

    private Origin rejected(String reason) {
        Origin origin = Origin.of(context);
        metrics.deadLetter();
        LOG.atWarn()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("reason", reason)
                .log("dead letter");
        return origin;
    }
}
