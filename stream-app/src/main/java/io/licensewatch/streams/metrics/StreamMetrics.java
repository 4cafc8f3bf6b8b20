package io.licensewatch.streams.metrics;

import io.licensewatch.core.command.Reports;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the tasks of this process do. Tenants are never a label: there may be 100,000 of them. */
public final class StreamMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(StreamMetrics.class);
    public static final String PREFIX = "licensewatch.streams.";

    private final MeterRegistry registry;
    private final WallClock clock;
    private final Counter rows;
    private final Counter deadLetters;
    private final Counter frontiersRejected;
    private final Map<String, Counter> leftOut = new ConcurrentHashMap<>();
    private final AtomicLong lastRowLagMillis = new AtomicLong();

    private final Waits waits = new Waits();
    private final StrayRows strayRows = new StrayRows();

    public StreamMetrics(MeterRegistry registry, WallClock clock) {
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
        Gauge.builder(PREFIX + "frontiers.waiting", waits, Waits::count)
                .description("Tasks that have read a frontier and not all rows that it covers; for moments")
                .register(registry);
        Gauge.builder(PREFIX + "stray.rows", strayRows, StrayRows::count)
                .description("Tasks that keep rows whose position no frontier is near; for moments")
                .register(registry);
    }

    public Waits waits() {
        return waits;
    }

    public StrayRows strayRows() {
        return strayRows;
    }

    public void rowTaken(long committedAtMillis) {
        rows.increment();
        lastRowLagMillis.set(clock.millis() - committedAtMillis);
    }

    public void deadLetter() {
        deadLetters.increment();
    }

    /** The log says it once, since there may be one in every row. */
    public void leftOut(String table, String column) {
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

    public void frontierRejected() {
        frontiersRejected.increment();
    }

    public long rejectedFrontiers() {
        return (long) frontiersRejected.count();
    }

    public void transition(AlertEvent event) {
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

    public void command(RemediationCommand command) {
        registry.counter(
                        PREFIX + "commands",
                        "type",
                        command.type().name(),
                        "kind",
                        command.kind().name())
                .increment();
    }

    public void verdict(Verdict verdict) {
        registry.counter(
                        PREFIX + "verdicts",
                        "type",
                        verdict.type().name(),
                        "effect",
                        verdict.effect().name())
                .increment();
    }

    /** What a worker has reported, by what was done with it. */
    public void result(Reports.Taken taken) {
        registry.counter(PREFIX + "results", "taken", taken.name()).increment();
    }

    private double sourceLagSeconds() {
        return lastRowLagMillis.get() / 1000.0;
    }
}
