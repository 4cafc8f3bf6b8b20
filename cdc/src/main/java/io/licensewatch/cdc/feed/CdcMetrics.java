package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineQueue;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.snapshot.SnapshotProgress;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counters and gauges of the stream, over all runs of the engine. */
public final class CdcMetrics {
    private static final long NEVER = Long.MIN_VALUE;

    private final MeterRegistry registry;
    private final LongSupplier clock;
    private final Counter batches;
    private final Counter skipped;
    private final Counter restarts;
    private final Timer roundTrip;
    private final AtomicLong lastCommitAt = new AtomicLong(NEVER);
    private final AtomicLong lastRowAt = new AtomicLong(NEVER);
    private final AtomicLong frontierAt = new AtomicLong(NEVER);
    private final AtomicLong slotLag = new AtomicLong();
    private final AtomicLong safeWal = new AtomicLong(-1);
    private final AtomicLong confirmedFlush = new AtomicLong(-1);
    private final AtomicLong confirmedAt = new AtomicLong(NEVER);
    private final AtomicLong snapshotRows = new AtomicLong();
    private final SnapshotProgress snapshot;

    /** @param clock ms since 1970 */
    public CdcMetrics(MeterRegistry registry, LongSupplier clock) {
        this.registry = registry;
        this.clock = clock;
        this.snapshot = new SnapshotProgress(registry, clock);
        this.batches = registry.counter("licensewatch.cdc.batches");
        this.skipped = registry.counter("licensewatch.cdc.events.skipped");
        this.restarts = registry.counter("licensewatch.cdc.engine.starts");
        this.roundTrip = registry.timer("licensewatch.cdc.frontier.round.trip");
        TimeGauge.builder("licensewatch.cdc.source.lag", this, TimeUnit.MILLISECONDS, CdcMetrics::sourceLag)
                .description("Time from the commit of the last row change until it was written")
                .register(registry);
        TimeGauge.builder("licensewatch.cdc.frontier.age", this, TimeUnit.MILLISECONDS, CdcMetrics::frontierAge)
                .description("Time since the last mark that is written as a frontier was sent to Postgres")
                .register(registry);
        TimeGauge.builder("licensewatch.cdc.slot.confirmed.age", this, TimeUnit.MILLISECONDS, CdcMetrics::confirmedAge)
                .description("Time since the slot's confirmed position last moved")
                .register(registry);
        Gauge.builder("licensewatch.cdc.slot.lag", slotLag, AtomicLong::get)
                .baseUnit("bytes")
                .description("WAL that the slot retains")
                .register(registry);
        Gauge.builder("licensewatch.cdc.slot.safe.wal", safeWal, AtomicLong::get)
                .baseUnit("bytes")
                .description("WAL that may still be written until the slot may be lost; -1 without a limit")
                .register(registry);
        Gauge.builder("licensewatch.cdc.snapshot.rows", snapshotRows, AtomicLong::get)
                .description("Rows of the current snapshot that are written")
                .register(registry);
    }

    void queue(EngineQueue queue) {
        Gauge.builder("licensewatch.cdc.queue.remaining", queue, EngineQueue::remainingCapacity)
                .baseUnit("events")
                .description("Room in the queue between reading and writing")
                .strongReference(true)
                .register(registry);
        Gauge.builder("licensewatch.cdc.queue.size", queue, EngineQueue::bytes)
                .baseUnit("bytes")
                .description("Size of the queue between reading and writing, at most a sixteenth of the heap")
                .strongReference(true)
                .register(registry);
    }

    /** The progress of the running or last snapshot, of all tables or of some. */
    public SnapshotProgress snapshot() {
        return snapshot;
    }

    void engineStarts() {
        restarts.increment();
    }

    void written(Batch batch) {
        batches.increment();
        skipped.increment(batch.skipped());
        batch.rows()
                .forEach((table, rows) -> registry.counter("licensewatch.cdc.rows", "table", table)
                        .increment(rows));
        snapshotRows.set(batch.checkpoint().snapshotRows());
        if (batch.lastCommitAt() != null) {
            lastCommitAt.set(batch.lastCommitAt());
            lastRowAt.set(clock.getAsLong());
        }
    }

    /** A mark of this run returned and is written; so is everything that was committed before the mark was sent. */
    void roundTrip(Duration took) {
        roundTrip.record(took);
        frontierAt.set(clock.getAsLong() - took.toMillis());
    }

    /** The slot's state was read. */
    void slot(ReplicationSlot seen) {
        slotLag.set(seen.lagBytes());
        safeWal.set(seen.safeWalBytes() == null ? -1 : Math.max(0, seen.safeWalBytes()));
        if (confirmedFlush.getAndSet(seen.confirmedFlush()) != seen.confirmedFlush()) {
            confirmedAt.set(clock.getAsLong());
        }
    }

    /** The slot's last known state, for a person. */
    public String slot() {
        if (confirmedAt.get() == NEVER) {
            return "not read yet";
        }
        String room = safeWal.get() < 0 ? "without a limit" : safeWal.get() + " bytes of WAL until it is lost";
        return String.format(
                Locale.ROOT, "%d bytes behind, confirmed %.1f s ago, %s", slotLag.get(), confirmedAge() / 1000, room);
    }

    /** Whether Postgres may remove WAL that is not read yet at any moment. */
    public boolean slotIsInDanger() {
        return safeWal.get() == 0;
    }

    /**
     * Age of what is written, in ms: the time since the last mark of this run that returned was sent; NaN before the first. Marks
     * that waited in the WAL, as after a stop, do not count. Negative when the clock was set back in between.
     */
    public double frontierAge() {
        long at = frontierAt.get();
        return at == NEVER ? Double.NaN : clock.getAsLong() - at;
    }

    private double confirmedAge() {
        long at = confirmedAt.get();
        return at == NEVER ? Double.NaN : clock.getAsLong() - at;
    }

    private double sourceLag() {
        long row = lastRowAt.get();
        return row == NEVER ? Double.NaN : Math.max(0, row - lastCommitAt.get());
    }
}
