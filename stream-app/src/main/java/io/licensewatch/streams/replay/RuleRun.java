package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.topology.DetachedTopology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The production topology under one set of rules. One thread at a time. */
final class RuleRun implements AutoCloseable {
    /** As long as the slowest of the tasks takes between two steps. */
    private static final Duration STEP_INTERVAL = Duration.ofMillis(100);
    /** Far beyond what is due at a frontier: of a million tenants a few thousand. */
    private static final int MOST_STEPS = 1_000_000;
    /** Rows after which what the tasks write to each other is thrown away. */
    private static final int ROWS_BETWEEN = 500;

    private final DetachedTopology detached;
    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
    private final Consumer<AlertEvent> alerts;
    private final Set<String> tenants = new HashSet<>();
    private long deadLetters;
    private int rows;

    /**
     * A run that begins from nothing.
     *
     * @param machine where the clock is by which a frontier can be too far ahead
     * @param alerts takes each transition
     */
    RuleRun(Settings settings, Path stateDirectory, Instant machine, Consumer<AlertEvent> alerts) {
        this.alerts = alerts;
        this.detached = new DetachedTopology(settings);
        this.driver = new TopologyTestDriver(detached.topology(), detached.properties(stateDirectory), machine);
    }

    void take(List<Step> steps) {
        steps.forEach(this::take);
    }

    private void take(Step step) {
        long refused = detached.refusedFrontiers();
        pipe(step.record());
        Frontier frontier = step.frontier();
        if (frontier == null) {
            rows++;
            if (rows % ROWS_BETWEEN == 0) {
                drain();
            }
        } else if (detached.refusedFrontiers() == refused) {
            pass(frontier);
            drain();
        }
    }

    private void pipe(SourceRecord record) {
        Headers headers = new RecordHeaders();
        record.headers().forEach(header -> headers.add(header.name(), header.value()));
        inputs.computeIfAbsent(
                        record.topic(),
                        topic -> driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(new TestRecord<>(
                        record.key(), record.value(), headers, Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
    }

    /** Until nothing is left to do at it, in any task. */
    private void pass(Frontier frontier) {
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            driver.advanceWallClockTime(STEP_INTERVAL);
            if (detached.hasPassed(frontier)) {
                return;
            }
        }
        throw new IllegalStateException("the tasks do not get past the frontier of " + frontier.sourceTime() + " at "
                + frontier.lsn() + ", epoch " + frontier.epoch());
    }

    /** What is not read here would stay in memory. */
    private void drain() {
        for (String topic : driver.producedTopicNames()) {
            TestOutputTopic<byte[], byte[]> output = outputs.computeIfAbsent(
                    topic,
                    name -> driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
            while (!output.isEmpty()) {
                take(topic, output.readRecord());
            }
        }
    }

    private void take(String topic, TestRecord<byte[], byte[]> record) {
        switch (topic) {
            case Topics.ALERTS -> alerts.accept(alert(record.value()));
            case Topics.TENANTS -> tenants.add(new String(record.key(), StandardCharsets.UTF_8));
            case Topics.DEAD_LETTERS -> deadLetters++;
            default -> {} // commands, verdicts and all else are dropped
        }
    }

    private static AlertEvent alert(byte[] value) {
        try {
            return JsonCodec.ALERT.decode(value);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("we have just written it", e);
        }
    }

    /** Of which a status was published. */
    long tenants() {
        return tenants.size();
    }

    long deadLetters() {
        return deadLetters;
    }

    @Override
    public void close() {
        driver.close();
    }
}
