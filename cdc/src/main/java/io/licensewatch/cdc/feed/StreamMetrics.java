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

/** What is counted and measured of the stream, over all runs of the engine. */
public final class StreamMetrics {
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
    public StreamMetrics(MeterRegistry registry, LongSupplier clock) {
        this.registry = registry;
        this.clock = clock;
        this.snapshot = new SnapshotProgress(registry, clock);
        this.batches = registry.counter("licensewatch.cdc.batches");
        this.skipped = registry.counter("licensewatch.cdc.events.skipped");
        this.restarts = registry.counter("licensewatch.cdc.engine.starts");
        this.roundTrip = registry.timer("licensewatch.cdc.frontier.round.trip");
        TimeGauge.builder("licensewatch.cdc.source.lag", this, TimeUnit.MILLISECONDS, StreamMetrics::sourceLag)
                .description("From the commit of the last row change to its being written")
                .register(registry);
        TimeGauge.builder("licensewatch.cdc.frontier.age", this, TimeUnit.MILLISECONDS, StreamMetrics::frontierAge)
                .description("Since the last mark that is written as a frontier was sent to Postgres")
                .register(registry);
        TimeGauge.builder(
                        "licensewatch.cdc.slot.confirmed.age", this, TimeUnit.MILLISECONDS, StreamMetrics::confirmedAge)
                .description("Since the slot was last seen to move on")
                .register(registry);
        Gauge.builder("licensewatch.cdc.slot.lag", slotLag, AtomicLong::get)
                .baseUnit("bytes")
                .description("WAL that the slot holds back")
                .register(registry);
        Gauge.builder("licensewatch.cdc.slot.safe.wal", safeWal, AtomicLong::get)
                .baseUnit("bytes")
                .description("WAL that may still come before the slot may be lost; -1 without a limit")
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
                .description("What waits in the queue between reading and writing, at most a sixteenth of the heap")
                .strongReference(true)
                .register(registry);
    }

    /** Of the snapshot under way or taken last, of everything or of some tables. */
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
        snapshotRows.set(batch.progress().snapshotRows());
        if (batch.lastCommitAt() != null) {
            lastCommitAt.set(batch.lastCommitAt());
            lastRowAt.set(clock.getAsLong());
        }
    }

    /** A mark of ours has come back and is written: all that was committed before it began its way is. */
    void roundTrip(Duration took) {
        roundTrip.record(took);
        frontierAt.set(clock.getAsLong() - took.toMillis());
    }

    /** A look at the slot. */
    void slot(ReplicationSlot seen) {
        slotLag.set(seen.lagBytes());
        safeWal.set(seen.safeWalBytes() == null ? -1 : Math.max(0, seen.safeWalBytes()));
        if (confirmedFlush.getAndSet(seen.confirmedFlush()) != seen.confirmedFlush()) {
            confirmedAt.set(clock.getAsLong());
        }
    }

    /** How the slot looked last, for a person. */
    public String slot() {
        if (confirmedAt.get() == NEVER) {
            return "not looked at yet";
        }
        String room = safeWal.get() < 0 ? "without a limit" : safeWal.get() + " bytes may come before it is lost";
        return String.format(
                Locale.ROOT, "%d bytes behind, confirmed %.1f s ago, %s", slotLag.get(), confirmedAge() / 1000, room);
    }

    /** Whether Postgres may drop what we have not read yet at any moment. */
    public boolean slotIsInDanger() {
        return safeWal.get() == 0;
    }

    /**
     * How old is what is written, in ms: since the last of our own marks that came back was sent; NaN before the first. Frontiers of
     * marks that waited in the log, as after a stop, say nothing of now. Negative when the clock has been set back since.
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
