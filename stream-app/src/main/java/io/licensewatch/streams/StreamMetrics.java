package io.licensewatch.streams;

import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.command.Reports;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.engine.Backfill.Stage;
import io.licensewatch.runtime.progress.Portion;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is measured of the detection itself. Tenants are never a label: there may be 100,000 of them. */
final class StreamMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(StreamMetrics.class);
    private static final String PREFIX = "licensewatch.streams.";

    private final MeterRegistry registry;
    private final WallClock clock;
    private final Counter rows;
    private final Counter deadLetters;
    private final Counter frontiersRejected;
    private final Map<String, Counter> leftOut = new ConcurrentHashMap<>();
    private final AtomicLong lastRowLagMillis = new AtomicLong();

    private final Waits waits = new Waits();
    private final StrayRows strayRows = new StrayRows();

    StreamMetrics(MeterRegistry registry, WallClock clock) {
        this.registry = registry;
        this.clock = clock;
        this.rows = Counter.builder(PREFIX + "rows")
                .description("Row changes of tenants that were taken")
                .register(registry);
        this.deadLetters = Counter.builder(PREFIX + "dead.letters")
                .description("Records that could not be understood")
                .register(registry);
        this.frontiersRejected = Counter.builder(PREFIX + "frontiers.rejected")
                .description("Frontiers that cannot be cdc's, or whose time cannot be true; each is a dead letter, too")
                .register(registry);
        Gauge.builder(PREFIX + "source.lag", this, StreamMetrics::sourceLagSeconds)
                .description("From commit until taken, of the row change that was taken last")
                .baseUnit("seconds")
                .register(registry);
    }

    void watch(TenantTasks tasks, SystemTask system) {
        for (Rule rule : Rule.values()) {
            for (Severity severity : Severity.values()) {
                OpenAlertCounts.Group group = new OpenAlertCounts.Group(rule.id(), severity);
                Gauge.builder(PREFIX + "open.alerts", tasks, t -> t.openAlerts(group) + system.openAlerts(group))
                        .description("Alerts that are open in this process' tasks")
                        .tag("rule", rule.id())
                        .tag("severity", severity.name())
                        .register(registry);
            }
        }
        Gauge.builder(PREFIX + "tasks", tasks, TenantTasks::running)
                .description(
                        "Tenant tasks of this process whose state is there; over all processes, the topics' partitions")
                .register(registry);
        Gauge.builder(PREFIX + "frontier.age", tasks, this::frontierAgeSeconds)
                .description("Age of the frontier that every tenant task has passed; NaN before the first")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(PREFIX + "frontiers.waiting", waits, Waits::count)
                .description("Tasks that have read a frontier and not all rows that it covers; for moments")
                .register(registry);
        Gauge.builder(PREFIX + "stray.rows", strayRows, StrayRows::count)
                .description("Tasks that keep rows whose position no frontier is near; for moments")
                .register(registry);
        Gauge.builder(PREFIX + "timers.behind", tasks, TenantTasks::behind)
                .description("Tasks with more timers due than one step fires")
                .register(registry);
        watch(tasks.backfill());
        FunctionCounter.builder(PREFIX + "replays", tasks, t -> t.replays() + system.replays())
                .description("Changes and frontiers that were not newer than what had been taken")
                .register(registry);
    }

    private void watch(BackfillBoard backfill) {
        for (Stage stage : Stage.values()) {
            String name = stage.name().toLowerCase(Locale.ROOT);
            Gauge.builder(PREFIX + "backfill.done", backfill, at -> at(stage, at, Portion::done))
                    .description(
                            "After a start or a snapshot: rows read, or tenants evaluated; NaN when not at that stage")
                    .tag("stage", name)
                    .register(registry);
            Gauge.builder(PREFIX + "backfill.expected", backfill, at -> at(stage, at, Portion::expected))
                    .description("Of how many; -1 when unknown, NaN when not at that stage")
                    .tag("stage", name)
                    .register(registry);
        }
        Gauge.builder(PREFIX + "backfill.left", backfill, StreamMetrics::secondsLeft)
                .description(
                        "Until the stage is done, at the pace until now, roughly; NaN when unknown, or nothing is left")
                .baseUnit("seconds")
                .register(registry);
    }

    private static double at(Stage stage, BackfillBoard backfill, ToLongFunction<Portion> value) {
        return backfill.stage().filter(stage::equals).isPresent() ? value.applyAsLong(backfill.portion()) : Double.NaN;
    }

    private static double secondsLeft(BackfillBoard backfill) {
        OptionalLong seconds = backfill.secondsLeft();
        return seconds.isPresent() ? seconds.getAsLong() : Double.NaN;
    }

    Waits waits() {
        return waits;
    }

    StrayRows strayRows() {
        return strayRows;
    }

    void rowTaken(long committedAtMillis) {
        rows.increment();
        lastRowLagMillis.set(clock.millis() - committedAtMillis);
    }

    void deadLetter() {
        deadLetters.increment();
    }

    /** The log says it once, since there may be one in every row. */
    void leftOut(String table, String column) {
        leftOut.computeIfAbsent(table + "." + column, name -> {
                    LOG.atWarn()
                            .addKeyValue("column", name)
                            .log("a column cannot be read; rows are taken without it, since it only describes");
                    return Counter.builder(PREFIX + "columns.left.out")
                            .description("Values that could not be read and are not needed; their rows were taken")
                            .tag("table", table)
                            .tag("column", column)
                            .register(registry);
                })
                .increment();
    }

    void frontierRejected() {
        frontiersRejected.increment();
    }

    long rejectedFrontiers() {
        return (long) frontiersRejected.count();
    }

    void transition(AlertEvent event) {
        registry.counter(
                        PREFIX + "transitions",
                        "rule",
                        event.rule(),
                        "status",
                        event.status().name(),
                        "severity",
                        event.severity().name())
                .increment();
    }

    void command(RemediationCommand command) {
        registry.counter(
                        PREFIX + "commands",
                        "type",
                        command.type().name(),
                        "kind",
                        command.kind().name())
                .increment();
    }

    void verdict(Verdict verdict) {
        registry.counter(
                        PREFIX + "verdicts",
                        "type",
                        verdict.type().name(),
                        "effect",
                        verdict.effect().name())
                .increment();
    }

    /** What a worker has reported, by what was done with it. */
    void result(Reports.Taken taken) {
        registry.counter(PREFIX + "results", "taken", taken.name()).increment();
    }

    private double sourceLagSeconds() {
        return lastRowLagMillis.get() / 1000.0;
    }

    private double frontierAgeSeconds(TenantTasks tasks) {
        return tasks.slowestPassed()
                .map(Frontier::sourceTime)
                .map(Instant::toEpochMilli)
                .map(time -> (clock.millis() - time) / 1000.0)
                .orElse(Double.NaN);
    }
}
