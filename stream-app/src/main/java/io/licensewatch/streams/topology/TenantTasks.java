package io.licensewatch.streams.topology;

import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.engine.Backfill;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.engine.TenantEngine;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.streams.lineage.TaskLineages;
import io.licensewatch.streams.metrics.BackfillBoard;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.metrics.WallClock;
import io.licensewatch.streams.published.PublishedBefore;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tenant tasks that run in this process: what they share, and their state taken together. */
public final class TenantTasks {
    private final RuleBook rules;
    private final EngineSettings settings;
    private final String referenceChangesTopic;
    private final StreamMetrics metrics;
    private final TaskLineages lineages;
    private final PublishedBefore.Source before;
    private final Map<String, TenantEngine> engines = new ConcurrentHashMap<>();
    private final Map<String, Frontier> frontiers = new ConcurrentHashMap<>();
    private final Map<String, Frontier> passed = new ConcurrentHashMap<>();
    private final Map<String, Boolean> backlogs = new ConcurrentHashMap<>();
    private final BackfillBoard backfill = new BackfillBoard(WallClock.STEADY);

    public TenantTasks(
            RuleBook rules,
            EngineSettings settings,
            String referenceChangesTopic,
            StreamMetrics metrics,
            TaskLineages lineages,
            PublishedBefore.Source before) {
        this.rules = rules;
        this.settings = settings;
        this.referenceChangesTopic = referenceChangesTopic;
        this.metrics = metrics;
        this.lineages = lineages;
        this.before = before;
    }

    RuleBook rules() {
        return rules;
    }

    EngineSettings settings() {
        return settings;
    }

    String referenceChangesTopic() {
        return referenceChangesTopic;
    }

    StreamMetrics metrics() {
        return metrics;
    }

    TaskLineages lineages() {
        return lineages;
    }

    PublishedBefore.Source publishedBefore() {
        return before;
    }

    void started(String task, TenantEngine engine) {
        engines.put(task, engine);
    }

    /**
     * How far a task is.
     *
     * @param reached the frontier whose rows have all arrived
     * @param done the frontier at which nothing is left to do
     */
    void reached(String task, @Nullable Frontier reached, @Nullable Frontier done) {
        if (reached != null) {
            frontiers.put(task, reached);
        }
        if (done != null) {
            passed.put(task, done);
        }
    }

    void backlog(String task, boolean workLeft) {
        backlogs.put(task, workLeft);
    }

    /** To be called about once a second by each task. */
    void backfill(String task, Optional<Backfill> now) {
        backfill.report(task, now);
    }

    /** What is to be caught up with after a start or a snapshot. */
    public BackfillBoard backfill() {
        return backfill;
    }

    void stopped(String task) {
        engines.remove(task);
        frontiers.remove(task);
        passed.remove(task);
        backlogs.remove(task);
        backfill.forget(task);
    }

    public int running() {
        return engines.size();
    }

    long openAlerts(OpenAlertCounts.Group group) {
        return engines.values().stream()
                .mapToLong(engine -> engine.openAlerts().of(group))
                .sum();
    }

    long replays() {
        return engines.values().stream().mapToLong(TenantEngine::replays).sum();
    }

    /** Tasks that have more due than one step does. */
    long behind() {
        return backlogs.values().stream().filter(left -> left).count();
    }

    /** The frontier that every task has reached; none while a task has reached none. */
    public Optional<Frontier> slowestFrontier() {
        return slowest(frontiers);
    }

    /** The frontier at which no task has anything left to do; none while a task has passed none. */
    public Optional<Frontier> slowestPassed() {
        return slowest(passed);
    }

    private Optional<Frontier> slowest(Map<String, Frontier> byTask) {
        return byTask.size() < engines.size()
                ? Optional.empty()
                : byTask.values().stream().min(Comparator.comparing(Frontier::position));
    }
}
