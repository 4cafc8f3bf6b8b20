package io.licensewatch.bench;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.Apps;
import io.licensewatch.local.Readiness;
import io.licensewatch.local.WatchedSource;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertKey;
import io.licensewatch.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first start on a database that is there already: the engine alone, cdc, and both apps until the first alert. */
final class SnapshotBench {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long POLL_MS = 5;

    private final String source;
    private final EmbeddedKafka kafka;
    private final DataDirectory directory;
    private final Consumer<String> progress;

    private SnapshotBench(String source, EmbeddedKafka kafka, DataDirectory directory, Consumer<String> progress) {
        this.source = source;
        this.kafka = kafka;
        this.directory = directory;
        this.progress = progress;
    }

    /** @param rows of the watched tables, about */
    static SnapshotFigures run(int rows, Consumer<String> progress)
            throws SQLException, InterruptedException, TimeoutException {
        try (DataDirectory directory = DataDirectory.temporary();
                EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                Connection connection = postgres.connect();
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            progress.accept("writing " + rows + " rows");
            LargeDatabase.create(connection, rows);
            String source = WatchedSource.prepared(postgres, connection).url();
            return new SnapshotBench(source, kafka, directory, progress).measure();
        }
    }

    private SnapshotFigures measure() throws SQLException, InterruptedException, TimeoutException {
        Timing empty = withEmptySink();
        Timing cdc = withCdc();
        progress.accept("both apps");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Apps.Wiring wiring = new Apps.Wiring(
                source, WatchedSource.SLOT, kafka.bootstrapServers(), directory.resolve("streams"), Map.of());
        long start = System.nanoTime();
        try (Metrics metrics = Metrics.create();
                Apps apps = Apps.start(wiring, metrics, failure::set);
                CommittedRecords alerts = CommittedRecords.follow(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()), List.of(Topics.ALERTS), true)) {
            while (alerts.poll(Duration.ofMillis(POLL_MS)).stream().noneMatch(SnapshotBench::isOfTenant)) {
                requireSound(failure.get(), start);
            }
            double firstAlert = seconds(start);
            new Readiness(apps.ready()).await(PATIENCE, progress);
            return new SnapshotFigures(cdc.changes(), empty, cdc, firstAlert, seconds(start));
        }
    }

    /** Alerts about the feed may open before any of a tenant. */
    private static boolean isOfTenant(TopicRecord alert) {
        return !AlertKey.isOfTenant(String.valueOf(alert.key()), AlertEvent.SYSTEM_TENANT);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void requireSound(@Nullable Throwable failure, long start) throws TimeoutException {
        if (failure != null) {
            throw new IllegalStateException("an app has failed", failure);
        }
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
            throw new TimeoutException("it was not done within " + PATIENCE);
        }
    }

    private Timing withEmptySink() throws SQLException, InterruptedException, TimeoutException {
        progress.accept("the engine alone");
        FeedSettings settings = CdcSettings.of(settings("bench_empty")).feed();
        CpuTime cpu = CpuTime.now();
        long start = System.nanoTime();
        long rows = BareEngine.snapshot(
                settings, settings.survey().facts().orElseThrow().tables());
        return new Timing(rows, seconds(start), CpuTime.now().since(cpu));
    }

    private Timing withCdc() throws InterruptedException, TimeoutException {
        progress.accept("cdc");
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CpuTime cpu = CpuTime.now();
        long start = System.nanoTime();
        try (Cdc cdc = Cdc.start(CdcSettings.of(settings("bench_cdc")), Cdc.Start.CONTINUE, registry, failure::set)) {
            while (cdc.state() != FeedState.STREAMING) {
                requireSound(failure.get(), start);
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
            long rows = (long)
                    registry.get("licensewatch.cdc.snapshot.rows").gauge().value();
            return new Timing(rows, seconds(start), CpuTime.now().since(cpu));
        }
    }

    private Settings settings(String slot) {
        return Settings.of(
                CdcSettings.all(),
                Map.of(
                        CdcSettings.POSTGRES_URL.name(), source,
                        CdcSettings.POSTGRES_SLOT.name(), slot,
                        CommonSettings.TOPICS_PREFIX.name(), slot,
                        CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers()));
    }
}
