package io.licensewatch.cdc;

import io.licensewatch.cdc.checkpoint.CheckpointTopic;
import io.licensewatch.cdc.feed.CdcMetrics;
import io.licensewatch.cdc.feed.Feed;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.sink.Producers;
import io.licensewatch.cdc.snapshot.SnapshotProgress;
import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change feed as a part of a process: started with settings, closed within about five seconds.
 *
 * <pre>{@code
 * try (Cdc cdc = Cdc.start(settings, Cdc.Start.CONTINUE, registry, failure -> ...)) {
 *     ...
 * }
 * }</pre>
 */
public final class Cdc implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cdc.class);

    private final CdcSettings settings;
    private final Feed feed;
    private final CdcMetrics metrics;

    /** How to start. */
    public enum Start {
        /** From the slot's confirmed position; with a snapshot when there is no slot yet. */
        CONTINUE,
        /** With a new snapshot that replaces the rows in the topics. */
        RESYNC
    }

    private Cdc(CdcSettings settings, Feed feed, CdcMetrics metrics) {
        this.settings = settings;
        this.feed = feed;
        this.metrics = metrics;
    }

    /**
     * Runs the preflight, creates the topics, and starts the feed; returns while it is still starting.
     *
     * @param whenFailed called once, from another thread, when the feed failed permanently
     * @throws UnfitSourceException when the preflight fails
     * @throws io.licensewatch.runtime.topics.KafkaUnavailableException when Kafka does not answer
     */
    public static Cdc start(CdcSettings settings, Start how, MeterRegistry registry, Consumer<Throwable> whenFailed)
            throws InterruptedException {
        boolean resync = how == Start.RESYNC;
        List<CheckResult> checks = Checkup.run(settings, resync);
        logNotes(checks);
        if (checks.stream().anyMatch(CheckResult::isFailure)) {
            throw new UnfitSourceException(checks);
        }
        SourceTopics sourceTopics = new SourceTopics(settings);
        sourceTopics.provision();
        CdcMetrics metrics = new CdcMetrics(registry, Clock.systemUTC()::millis);
        CheckpointTopic written = Checkup.checkpointTopic(settings);
        Feed feed = new Feed(
                settings.feed(),
                settings::postgresNow,
                () -> sink(settings, written),
                written,
                sourceTopics,
                metrics,
                resync,
                whenFailed);
        feed.start();
        return new Cdc(settings, feed, metrics);
    }

    private static KafkaSink sink(CdcSettings settings, CheckpointTopic written) {
        Topics topics = settings.feed().topics();
        return new KafkaSink(
                Producers.of(settings::kafkaNow, topics.prefix(), topics.maxRecordBytes()),
                written,
                topics.checkpoint());
    }

    /** Notes, such as tables that are not watched, are logged once at the start. */
    private static void logNotes(List<CheckResult> results) {
        results.stream()
                .filter(result -> result.verdict() == CheckResult.Verdict.NOTE)
                .forEach(result -> (result.isAboutEncryption() ? LOG.atWarn() : LOG.atInfo())
                        .log("{} {}", result.check(), result.detail()));
    }

    public FeedState state() {
        return feed.state();
    }

    /** Whether the process should keep running. */
    public List<HealthCheck> live() {
        return List.of(HealthCheck.of("feed", () -> {
            FeedState state = feed.state();
            String detail = state.name().toLowerCase(Locale.ROOT) + explained();
            return state.isOver() ? Health.down(detail) : Health.up(detail);
        }));
    }

    /** Whether what the source commits is delivered: streaming, the snapshot complete, the frontier fresh. */
    public List<HealthCheck> ready() {
        return List.of(
                HealthCheck.of("streaming", () -> {
                    FeedState state = feed.state();
                    String detail = state.name().toLowerCase(Locale.ROOT) + explained();
                    return state == FeedState.STREAMING ? Health.up(detail) : Health.down(detail);
                }),
                HealthCheck.of("snapshot", this::snapshot),
                HealthCheck.of("frontier", this::frontier),
                HealthCheck.of(
                        "slot",
                        () -> metrics.slotIsInDanger() ? Health.down(metrics.slot()) : Health.up(metrics.slot())));
    }

    private Health snapshot() {
        SnapshotProgress progress = metrics.snapshot();
        return progress.isRunning() ? Health.down(progress.text()) : Health.up("none running");
    }

    private Health frontier() {
        return frontier(metrics.frontierAge(), settings.freshness().toMillis());
    }

    /** @param age in ms; NaN while no mark has returned */
    static Health frontier(double age, long fresh) {
        if (Double.isNaN(age)) {
            return Health.down("no current frontier: no mark of this run has returned yet");
        }
        if (age < -fresh) {
            return Health.down(String.format(
                    Locale.ROOT, "%.1f s ahead of this machine's clock, which was set back", -age / 1000));
        }
        String detail = String.format(Locale.ROOT, "%.1f s old", age / 1000);
        return age < fresh ? Health.up(detail) : Health.down(detail);
    }

    private String explained() {
        return feed.detail().isEmpty() ? "" : ": " + feed.detail();
    }

    /** Ends the feed; the slot is free then. */
    @Override
    public void close() {
        feed.close();
    }
}
