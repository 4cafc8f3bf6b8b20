package io.licensewatch.bench;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.streams.StreamApp;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.topology.StreamProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Runs an application on preloaded topics, from nothing, and times it between two points. */
final class Run {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private Run() {}

    static Settings settings(String bootstrapServers, SourceTopics source, String applicationId, Path stateDir) {
        return Settings.of(
                StreamSettings.all(),
                Map.of(
                        CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrapServers,
                        CommonSettings.TOPICS_PREFIX.name(), source.topics().prefix(),
                        CommonSettings.TOPICS_PARTITIONS.name(),
                                Integer.toString(source.topics().partitions()),
                        StreamSettings.APPLICATION_ID.name(), applicationId,
                        StreamSettings.STATE_DIR.name(),
                                stateDir.resolve(applicationId).toString()));
    }

    /**
     * stream-app as in production, from one frontier to another.
     *
     * @param from null: from the first record
     * @param changes between the two
     */
    static Timing licensewatch(Settings settings, @Nullable Instant from, Instant to, long changes)
            throws InterruptedException, TimeoutException {
        MeterRegistry registry = new SimpleMeterRegistry();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        StreamApp app = StreamApp.start(settings, registry, failure::set);
        try {
            await(failure, () -> from == null ? rows(registry) > 0 : reached(registry, from));
            Stretch stretch = new Stretch();
            await(failure, () -> reached(registry, to) && gauge(registry, "timers.behind") == 0);
            Timing timing = stretch.end(changes);
            requireSound(registry);
            return timing;
        } finally {
            app.close();
        }
    }

    /**
     * stream-app from its start until every task has its state, however much of it is on disk.
     *
     * @return seconds
     */
    static double untilRestored(Settings settings) throws InterruptedException, TimeoutException {
        MeterRegistry registry = new SimpleMeterRegistry();
        int tasks = settings.get(CommonSettings.TOPICS_PARTITIONS);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        long start = System.nanoTime();
        StreamApp app = StreamApp.start(settings, registry, failure::set);
        try {
            await(failure, () -> gauge(registry, "tasks") == tasks);
            return (System.nanoTime() - start) / 1e9;
        } finally {
            app.close();
        }
    }

    /** A run that throws records away measures nothing. */
    private static void requireSound(MeterRegistry registry) {
        double deadLetters =
                registry.get("licensewatch.streams.dead.letters").counter().count();
        double replays =
                registry.get("licensewatch.streams.replays").functionCounter().count();
        if (deadLetters + replays > 0) {
            throw new IllegalStateException(
                    "the benchmark's input is wrong: " + deadLetters + " dead letters, " + replays + " replays");
        }
    }

    private static double rows(MeterRegistry registry) {
        return registry.get("licensewatch.streams.rows").counter().count();
    }

    /** Whether every task has passed the frontier of this source time. */
    private static boolean reached(MeterRegistry registry, Instant sourceTime) {
        double age = gauge(registry, "frontier.age");
        long slowest = System.currentTimeMillis() - Math.round(age * 1000);
        return !Double.isNaN(age) && slowest >= sourceTime.toEpochMilli() - 4; // frontiers are a second apart
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get("licensewatch.streams." + name).gauge().value();
    }

    /** A topology under the same settings that sends each record of a table with a tenant on, and does nothing else. */
    static Timing passThrough(Settings settings, List<String> topics, String outputTopic, long records)
            throws InterruptedException, TimeoutException {
        LongAdder passed = new LongAdder();
        Topology topology = new Topology();
        String[] sources = topics.toArray(String[]::new);
        for (String topic : topics) {
            topology.addSource(
                    AutoOffsetReset.earliest(), topic, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
        }
        topology.addProcessor("pass", () -> new Pass(passed), sources);
        topology.addSink("out", outputTopic, new ByteArraySerializer(), new ByteArraySerializer(), "pass");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (KafkaStreams streams = new KafkaStreams(topology, StreamProperties.of(settings))) {
            streams.start();
            await(failure, () -> passed.sum() > 0);
            Stretch stretch = new Stretch();
            await(failure, () -> passed.sum() >= records);
            return stretch.end(records);
        }
    }

    /** Begins now. */
    private static final class Stretch {
        private final CpuTime cpu = CpuTime.now();
        private final long start = System.nanoTime();

        Timing end(long changes) {
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Timing(changes, seconds, CpuTime.now().since(cpu));
        }
    }

    private static final class Pass extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final LongAdder passed;

        Pass(LongAdder passed) {
            this.passed = passed;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record);
            passed.increment();
        }
    }

    private static void await(AtomicReference<@Nullable Throwable> failure, BooleanSupplier condition)
            throws InterruptedException, TimeoutException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("the application failed", cause);
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new TimeoutException("the application did not finish within ten minutes");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
