package io.licensewatch.streams.topology;

import io.licensewatch.core.engine.ReferenceEngine;
import io.licensewatch.core.engine.ReferenceOutput;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.deadletter.DeadLetters;
import io.licensewatch.streams.deadletter.Origin;
import io.licensewatch.streams.metrics.StreamMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reference rows wait for their frontier and are forwarded before it, to every tenant task, in steps. */
final class ReferenceProcessor implements TaskProcessor {
    /** Each is a record for every partition; a Kafka transaction must end before its timeout. */
    private static final int CHANGES_PER_STEP = 1_000;

    private static final byte[] FRONTIER_KEY = Frontier.KEY.getBytes(StandardCharsets.UTF_8);

    private final ProcessorContext<byte[], byte[]> context;
    private final Topics topics;
    private final DeadLetterOutput letters;
    private final RejectedFrontiers rejections;
    private final ReferenceEngine engine;

    ReferenceProcessor(TaskDriver.Task task, Topics topics, StreamMetrics metrics) {
        this.context = task.context();
        this.topics = topics;
        letters = new DeadLetterOutput(context, metrics, Names.REFERENCE_DEAD_LETTERS_SINK);
        rejections = new RejectedFrontiers(task.label(), metrics);
        engine = new ReferenceEngine(
                task.stores().get(0),
                new FrontierRules(topics.partitions()),
                CHANGES_PER_STEP,
                new Output(context, new PromptCommit(context), letters));
    }

    /** Nothing was published by it. */
    @Override
    public void recall() {}

    @Override
    public boolean take(Record<byte[], byte[]> record, Origin origin, boolean workLeft) {
        letters.reads(record);
        byte[] key = DeadLetters.keyOf(record);
        String topic = origin.topic();
        if (topic.equals(topics.frontier())) {
            takeFrontier(record, origin);
        } else if (topic.equals(topics.tenantless())) {
            engine.onTenantlessChange(key, record.value());
        } else if (topic.equals(topics.standings(SourceTable.ROLES))) {
            engine.onStanding(key, record.value());
        } else {
            engine.onChange(key, record.value());
        }
        return true; // a frontier may have waited for it
    }

    private void takeFrontier(Record<byte[], byte[]> record, Origin origin) {
        try {
            engine.onFrontier(
                    JsonCodec.FRONTIER.decode(record.value()),
                    Instant.ofEpochMilli(record.timestamp()),
                    Instant.ofEpochMilli(context.currentSystemTimeMs()));
            rejections.admitted();
            step(); // at once: every tenant task waits for it
        } catch (MalformedRecordException e) {
            rejections.rejected(e.reason(), origin);
            letters.event(record, e.reason());
        }
    }

    @Override
    public boolean step() {
        return engine.step();
    }

    /** It reports nothing: the frontiers that it forwards say how far it is. */
    @Override
    public void report(long wallMillis, boolean workLeft) {}

    @Override
    public Optional<Frontier.Covered> missing() {
        return engine.missing();
    }

    @Override
    public boolean keepsFarRows() {
        return engine.keepsFarRows();
    }

    @Override
    public void stop() {}

    /** To every tenant task, and the frontier also to the system's. */
    private record Output(ProcessorContext<byte[], byte[]> context, PromptCommit commit, DeadLetterOutput letters)
            implements ReferenceOutput {
        @Override
        public void change(DurableQueue.Item change, long timestamp) {
            context.forward(new Record<>(change.key(), change.value(), timestamp), Names.REFERENCE_CHANGES_SINK);
        }

        @Override
        public void frontier(byte[] json, long timestamp) {
            context.forward(new Record<>(FRONTIER_KEY, json, timestamp), Names.REFERENCE_CHANGES_SINK);
            context.forward(new Record<>(FRONTIER_KEY, json, timestamp), Names.REFERENCE_SYSTEM_EVENTS_SINK);
            commit.of(Instant.ofEpochMilli(timestamp));
        }

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            letters.row(key, value, reason);
        }
    }
}
