package io.licensewatch.streams.topology;

import static io.licensewatch.streams.metrics.StreamMetrics.PREFIX;

import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.engine.Backfill.Stage;
import io.licensewatch.runtime.progress.Portion;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.streams.metrics.BackfillBoard;
import io.licensewatch.streams.metrics.WallClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Gauges that read the state of this process' tasks. */
public record TaskGauges(MeterRegistry registry, WallClock clock) {
    public void watch(TenantTasks tasks, SystemTask system) {
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
        Gauge.builder(PREFIX + "backfill.left", backfill, TaskGauges::secondsLeft)
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

    private double frontierAgeSeconds(TenantTasks tasks) {
        return tasks.slowestPassed()
                .map(Frontier::sourceTime)
                .map(Instant::toEpochMilli)
                .map(time -> (clock.millis() - time) / 1000.0)
                .orElse(Double.NaN);
    }
}
