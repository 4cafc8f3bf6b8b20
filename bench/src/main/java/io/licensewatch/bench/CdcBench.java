package io.licensewatch.bench;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.WatchedSource;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** cdc on a log that is full already, against its own engine with a sink that does nothing and with Kafka Connect's converter. */
final class CdcBench {
    private static final int ROUNDS = 3;
    private static final String CONVERTER_TOPIC = "bench-converter";

    private final ChangeLog log;
    private final String source;
    private final String bootstrapServers;
    private final Consumer<String> progress;

    private CdcBench(EmbeddedPostgres16 postgres, ChangeLog log, String bootstrapServers, Consumer<String> progress)
            throws SQLException {
        this.log = log;
        this.bootstrapServers = bootstrapServers;
        this.progress = progress;
        this.source = WatchedSource.prepared(postgres, log.connection()).url();
    }

    /** @param changes how many row changes each run reads, about */
    static CdcFigures run(int changes, Consumer<String> progress)
            throws SQLException, InterruptedException, TimeoutException {
        try (DataDirectory directory = DataDirectory.temporary();
                EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                ChangeLog log = new ChangeLog(postgres)) {
            return new CdcBench(postgres, log, kafka.bootstrapServers(), progress).measure(changes);
        }
    }

    /** The first round warms up and does not count; the three take turns, so that noise hits all. */
    private CdcFigures measure(int changes) throws SQLException, InterruptedException, TimeoutException {
        for (int round = 0; round <= ROUNDS; round++) {
            takeEmptySnapshot(round);
        }
        log.begin();
        progress.accept("writing " + changes + " changes");
        log.fill(changes);
        double[] empty = new double[ROUNDS];
        double[] cdc = new double[ROUNDS];
        double[] converter = new double[ROUNDS];
        long rows = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            Stopwatch nothing = withEmptySink();
            Stopwatch real = withCdc(round);
            Stopwatch connect = withConverter();
            rows = requireSame(nothing, real, connect);
            if (round > 0) {
                empty[round - 1] = nothing.rowsPerSecond();
                cdc[round - 1] = real.rowsPerSecond();
                converter[round - 1] = connect.rowsPerSecond();
            }
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s: %,.0f changes/s by cdc, %,.0f into nothing, %,.0f by Kafka Connect's converter",
                    round == 0 ? "warm-up" : "round " + round,
                    real.rowsPerSecond(),
                    nothing.rowsPerSecond(),
                    connect.rowsPerSecond()));
        }
        return new CdcFigures(rows, ROUNDS, median(cdc), median(empty), median(converter));
    }

    /** A run that reads less than the others is not faster. */
    private static long requireSame(Stopwatch... runs) {
        long rows = runs[0].rows();
        for (Stopwatch run : runs) {
            if (run.rows() != rows) {
                throw new IllegalStateException("one run read " + run.rows() + " changes, another " + rows);
            }
        }
        return rows;
    }

    /** cdc begins with a snapshot, which is not what is timed: it is taken of the sample, before the changes are made. */
    private void takeEmptySnapshot(int round) throws InterruptedException {
        try (Cdc cdc = start(round, new SimpleMeterRegistry(), failure -> {})) {
            while (cdc.state() != FeedState.STREAMING) {
                if (cdc.state().isOver()) {
                    throw new IllegalStateException("cdc has ended: " + cdc.live());
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private Stopwatch withCdc(int round) throws InterruptedException, TimeoutException, SQLException {
        MeterRegistry registry = new SimpleMeterRegistry();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Stopwatch stopwatch = new Stopwatch();
        try (Cdc cdc = start(round, registry, failure::set)) {
            stopwatch.awaitEnd(() -> {
                stopwatch.passed(rows(registry) - stopwatch.rows(), lastHasPassed(registry));
                return failure.get() != null || cdc.state().isOver();
            });
        }
        stopwatch.passed(
                rows(registry) - stopwatch.rows(), false); // rows that were counted after the last read of the counters
        log.drop(slot(round));
        return stopwatch;
    }

    private static long rows(MeterRegistry registry) {
        return (long) registry.find("licensewatch.cdc.rows").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static boolean lastHasPassed(MeterRegistry registry) {
        Counter last = registry.find("licensewatch.cdc.rows")
                .tag("table", ChangeLog.LAST_TABLE)
                .counter();
        return last != null && last.count() > 0;
    }

    private Stopwatch withEmptySink() throws SQLException, InterruptedException, TimeoutException {
        return bare(log.slot("bench_empty"), batch -> {});
    }

    private Stopwatch withConverter() throws SQLException, InterruptedException, TimeoutException {
        String slot = log.slot("bench_converter");
        CdcSettings settings = CdcSettings.of(settings(slot));
        try (TopicProvisioner topics = TopicProvisioner.connect(settings(slot))) {
            topics.provision(List.of(new TopicSpec(CONVERTER_TOPIC, Topics.DEFAULT_PARTITIONS, Map.of())));
        }
        try (ConverterSink sink = new ConverterSink(settings.kafka(), slot, CONVERTER_TOPIC)) {
            return bare(slot, sink);
        }
    }

    private Stopwatch bare(String slot, BareEngine.Sink sink)
            throws SQLException, InterruptedException, TimeoutException {
        FeedSettings settings = CdcSettings.of(settings(slot)).feed();
        List<CapturedTable> tables = settings.survey().facts().orElseThrow().tables();
        Stopwatch stopwatch = BareEngine.run(settings, tables, sink);
        log.drop(slot);
        return stopwatch;
    }

    private Cdc start(int round, MeterRegistry registry, Consumer<Throwable> whenFailed) throws InterruptedException {
        return Cdc.start(CdcSettings.of(settings(slot(round))), Cdc.Start.CONTINUE, registry, whenFailed);
    }

    private static String slot(int round) {
        return "bench_cdc_" + round;
    }

    private Settings settings(String slot) {
        return Settings.of(
                CdcSettings.all(),
                Map.of(
                        CdcSettings.POSTGRES_URL.name(), source,
                        CdcSettings.POSTGRES_SLOT.name(), slot,
                        CommonSettings.TOPICS_PREFIX.name(), slot,
                        CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrapServers));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
