package io.licensewatch.streams.topology;

import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.lineage.Inputs;
import io.licensewatch.streams.lineage.TaskLineages;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.published.PublishedBefore;
import io.licensewatch.streams.settings.Rules;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.store.WriteBehindBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The production topology for a run without a broker, with one task of each kind: the caller passes its input in and takes its
 * output. It begins from nothing, and {@code feed-stalled} never opens, as no time passes between records.
 */
public final class DetachedTopology {
    private final Topics topics;
    private final Settings settings;
    private final StreamMetrics metrics;
    private final TenantTasks tasks;
    private final SystemTask system;

    public DetachedTopology(Settings settings) {
        this.settings = settings;
        topics = CommonSettings.topics(settings);
        String applicationId = settings.get(StreamSettings.APPLICATION_ID);
        TaskLineages lineages = new TaskLineages(applicationId, "none", Inputs.UNKNOWN);
        RuleBook rules = Rules.of(settings);
        EngineSettings engine = StreamSettings.engine(settings, 1);
        metrics = new StreamMetrics(new SimpleMeterRegistry(), () -> 0);
        tasks = new TenantTasks(
                rules,
                engine,
                Names.referenceChangesTopic(applicationId),
                metrics,
                lineages,
                PublishedBefore.Source.NONE);
        system = new SystemTask(
                rules,
                Rules.system(settings),
                engine,
                1,
                Names.systemEventsTopic(applicationId),
                metrics,
                PublishedBefore.Source.NONE);
    }

    /** Its stores have no changelogs, since it never restarts. */
    public Topology topology() {
        return new LicensewatchTopology(topics, tasks, system, () -> 0, this::store).build();
    }

    private WriteBehindBuilder store(String name) {
        long bytes = settings.get(StreamSettings.CACHE_BYTES) / LicensewatchTopology.stores(new Topics("one", 1));
        return new WriteBehindBuilder(name, bytes).withLoggingDisabled();
    }

    public Properties properties(Path stateDirectory) {
        Properties properties = StreamProperties.of(settings);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        // It never waits for more input: all records are passed in.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        return properties;
    }

    /** Whether all that is due at a frontier has been done. */
    public boolean hasPassed(Frontier frontier) {
        SourcePosition position = frontier.position();
        boolean tenants = (frontier.snapshotComplete() ? tasks.slowestPassed() : tasks.slowestFrontier())
                .filter(reached -> !position.isAfter(reached.position()))
                .isPresent();
        return tenants && tasks.behind() == 0 && !system.behind();
    }

    /**
     * How long after its first frontier it says what one says that has always run.
     *
     * @throws ConfigurationException when the numbers of the rules cannot be in force together
     */
    public static Duration warmUp(Settings settings) {
        return Rules.warmUp(settings);
    }

    /** How many frontiers were refused so far. */
    public long refusedFrontiers() {
        return metrics.rejectedFrontiers();
    }
}
