package io.licensewatch.streams.topology;

import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.system.SystemEngine;
import io.licensewatch.core.system.SystemOutput;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.published.PublishedBefore;
import java.util.Optional;

/** The system task, if it runs in this process: what it is made of, and its state. */
public final class SystemTask {
    private final RuleBook rules;
    private final SystemSettings settings;
    private final EngineSettings engineSettings;
    private final int partitions;
    private final String eventsTopic;
    private final StreamMetrics metrics;
    private final PublishedBefore.Source before;
    private volatile Optional<SystemEngine> running = Optional.empty();
    private volatile boolean workLeft = true;

    /** @param partitions how many tenant tasks there are, in all processes */
    public SystemTask(
            RuleBook rules,
            SystemSettings settings,
            EngineSettings engineSettings,
            int partitions,
            String eventsTopic,
            StreamMetrics metrics,
            PublishedBefore.Source before) {
        this.rules = rules;
        this.settings = settings;
        this.engineSettings = engineSettings;
        this.partitions = partitions;
        this.eventsTopic = eventsTopic;
        this.metrics = metrics;
        this.before = before;
    }

    SystemEngine engine(KeyValues store, KeyValues timers, SystemOutput output) {
        SystemEngine engine = new SystemEngine(store, timers, rules, settings, engineSettings, partitions, output);
        running = Optional.of(engine);
        return engine;
    }

    void stopped() {
        running = Optional.empty();
    }

    void backlog(boolean left) {
        workLeft = left;
    }

    /** Whether more is due than one step does, or it is not known yet. */
    boolean behind() {
        return workLeft;
    }

    int partitions() {
        return partitions;
    }

    String eventsTopic() {
        return eventsTopic;
    }

    StreamMetrics metrics() {
        return metrics;
    }

    /** Of the system, before the task began. */
    PublishedBefore publishedBefore() {
        int partition = TenantPartition.of(AlertEvent.SYSTEM_TENANT, partitions);
        return before.read(partition, true);
    }

    long openAlerts(OpenAlertCounts.Group group) {
        return running.map(engine -> engine.openAlerts().of(group)).orElse(0L);
    }

    long replays() {
        return running.map(SystemEngine::replays).orElse(0L);
    }
}
