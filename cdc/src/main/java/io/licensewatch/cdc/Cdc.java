package io.licensewatch.cdc;

import io.licensewatch.cdc.feed.Feed;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.feed.StreamMetrics;
import io.licensewatch.cdc.preflight.Finding;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.progress.ProgressTopic;
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
    private final StreamMetrics metrics;

    /** How to begin. */
    public enum Start {
        /** Where the slot stands; with a snapshot when there was none yet. */
        CONTINUE,
        /** With a new snapshot that replaces what the topics hold. */
        RESYNC
    }

    private Cdc(CdcSettings settings, Feed feed, StreamMetrics metrics) {
        this.settings = settings;
        this.feed = feed;
        this.metrics = metrics;
    }

    /**
     * Runs the preflight, creates the topics, and starts the feed; returns while it is still starting.
     *
     * @param whenFailed told once, from another thread, when the feed has ended for a reason that does not pass
     * @throws UnfitSourceException when the preflight fails
     * @throws io.licensewatch.runtime.topics.KafkaUnavailableException when Kafka does not answer
     */
    public static Cdc start(CdcSettings settings, Start how, MeterRegistry registry, Consumer<Throwable> whenFailed)
            throws InterruptedException {
        boolean resync = how == Start.RESYNC;
        List<Finding> judged = Checkup.run(settings, resync);
        tellNotes(judged);
        if (judged.stream().anyMatch(Finding::isFailure)) {
            throw new UnfitSourceException(judged);
        }
        SourceTopics sourceTopics = new SourceTopics(settings);
        sourceTopics.provision();
        StreamMetrics metrics = new StreamMetrics(registry, Clock.systemUTC()::millis);
        ProgressTopic written = Checkup.progressTopic(settings);
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

    private static KafkaSink sink(CdcSettings settings, ProgressTopic written) {
        Topics topics = settings.feed().topics();
        return new KafkaSink(
                Producers.of(settings::kafkaNow, topics.prefix(), topics.maxRecordBytes()), written, topics.progress());
    }

    /** What is not watched is said once, at the start. */
    private static void tellNotes(List<Finding> findings) {
        findings.stream()
                .filter(finding -> finding.verdict() == Finding.Verdict.NOTE)
                .forEach(finding -> (finding.isAboutEncryption() ? LOG.atWarn() : LOG.atInfo())
                        .log("{} {}", finding.check(), finding.detail()));
    }

    public FeedState state() {
        return feed.state();
    }

    /** Whether the process should go on living. */
    public List<HealthCheck> live() {
        return List.of(HealthCheck.of("feed", () -> {
            FeedState state = feed.state();
            String detail = state.name().toLowerCase(Locale.ROOT) + explained();
            return state.isOver() ? Health.down(detail) : Health.up(detail);
        }));
    }

    /** Whether everything that the source commits is on its way: streaming, the snapshot whole, the frontier fresh. */
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
        return progress.isRunning() ? Health.down(progress.text()) : Health.up("none under way");
    }

    private Health frontier() {
        return frontier(metrics.frontierAge(), settings.freshness().toMillis());
    }

    /** @param age in ms; NaN while no mark has come back */
    static Health frontier(double age, long fresh) {
        if (Double.isNaN(age)) {
            return Health.down("no frontier of now yet: no mark of ours has come back");
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
