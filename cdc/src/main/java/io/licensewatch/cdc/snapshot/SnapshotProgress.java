package io.licensewatch.cdc.snapshot;

import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.runtime.progress.Pace;
import io.licensewatch.runtime.progress.Portion;
import io.licensewatch.schemas.source.SnapshotReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The progress of a snapshot, of all tables or of some: logged every few seconds, and readable at any time. */
public final class SnapshotProgress {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotProgress.class);
    private static final long LOG_EACH_MS = 5_000;

    private final MeterRegistry registry;
    private final LongSupplier clock;
    private final Map<String, AtomicLong> rows = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> estimates = new ConcurrentHashMap<>();
    private Map<String, Long> current = Map.of();
    private Map<String, Long> expected = Map.of();
    /** The tables whose rows were written last. */
    private List<String> read = List.of();

    private String what = "";
    private boolean running;
    /** The estimate for all tables together; {@link Portion#UNKNOWN} when that of one is unknown. */
    private long whole = Portion.UNKNOWN;
    /** Measured from the first rows on: before them, the snapshot may have waited for transactions of others. */
    private @Nullable Pace pace;

    private long beganAt;
    private long loggedAt;

    /** @param clock a monotonic clock, in ms */
    public SnapshotProgress(MeterRegistry registry, LongSupplier clock) {
        this.registry = registry;
        this.clock = clock;
        Gauge.builder("licensewatch.cdc.snapshot.estimate", this, SnapshotProgress::estimate)
                .description(
                        "Estimated rows of the running snapshot or resync; -1 when unknown, NaN when none is running")
                .register(registry);
        TimeGauge.builder("licensewatch.cdc.snapshot.left", this, TimeUnit.SECONDS, SnapshotProgress::left)
                .description(
                        "Estimated time until the running snapshot or resync is complete; NaN when unknown, or none is running")
                .register(registry);
    }

    /**
     * @param name of the snapshot, for a person
     * @param roughly estimated rows by table, without tables whose estimate is unknown
     */
    public synchronized void begins(String name, Collection<String> tables, Map<String, Long> roughly) {
        what = name;
        read = List.of();
        expected = Map.copyOf(roughly);
        whole = expected.keySet().containsAll(tables)
                ? expected.values().stream().mapToLong(Long::longValue).sum()
                : Portion.UNKNOWN;
        current = new TreeMap<>();
        pace = null;
        running = true;
        beganAt = clock.getAsLong();
        loggedAt = beganAt;
        for (String one : tables) {
            gauge("licensewatch.cdc.snapshot.table.rows", "Rows of the table that its last snapshot wrote", one, rows)
                    .set(0);
            gauge(
                            "licensewatch.cdc.snapshot.table.estimate",
                            "Estimated rows of the table; -1 when unknown",
                            one,
                            estimates)
                    .set(roughly.getOrDefault(one, -1L));
        }
    }

    private AtomicLong gauge(String name, String description, String one, Map<String, AtomicLong> known) {
        return known.computeIfAbsent(one, t -> {
            AtomicLong value = new AtomicLong();
            Gauge.builder(name, value, AtomicLong::get)
                    .tag("table", t)
                    .description(description)
                    .register(registry);
            return value;
        });
    }

    /** Rows by table. */
    public synchronized void wrote(Map<String, Integer> more) {
        if (!running || more.isEmpty()) {
            return;
        }
        more.forEach((one, count) -> {
            current.merge(one, (long) count, Long::sum);
            AtomicLong gauge = rows.get(one);
            if (gauge != null) {
                gauge.addAndGet(count);
            }
        });
        read = more.keySet().stream().sorted().toList();
        if (pace == null) {
            pace = new Pace(clock.getAsLong(), written());
        }
        if (clock.getAsLong() - loggedAt >= LOG_EACH_MS) {
            loggedAt = clock.getAsLong();
            LOG.info("{}", text());
        }
    }

    public synchronized void ended() {
        if (running) {
            LOG.atInfo()
                    .addKeyValue("rows", written())
                    .addKeyValue("ms", clock.getAsLong() - beganAt)
                    .log("{} is complete", what);
        }
        running = false;
    }

    /** It is aborted, and starts again later. */
    public synchronized void aborted() {
        running = false;
    }

    public synchronized boolean isRunning() {
        return running;
    }

    /** As in {@code snapshot of epoch 1: 60 % (600 of about 1,000 rows), about 40 s left; public.user_roles: 20 % (100 of about 500)}. */
    public synchronized String text() {
        String left = secondsLeft().isPresent()
                ? ", " + Pace.text(secondsLeft().getAsLong())
                : written() > 0 && whole < 0 ? ", the number of rows is unknown" : "";
        String tables = read.stream()
                .map(one -> "; " + one + ": "
                        + new Portion(current.getOrDefault(one, 0L), expected.getOrDefault(one, Portion.UNKNOWN))
                                .text(""))
                .collect(Collectors.joining());
        return what + ": " + portion().text(" rows") + left + tables;
    }

    /**
     * The report for the topic.
     *
     * @param batch that carries the report; its rows are not {@link #wrote counted} yet
     * @param tenants the name of their table
     */
    synchronized SnapshotReport report(Batch batch, Instant at, String tenants) {
        boolean complete = batch.checkpoint().snapshotComplete();
        OptionalLong left = complete ? OptionalLong.empty() : secondsLeft();
        return new SnapshotReport(
                batch.checkpoint().epoch(),
                at,
                batch.checkpoint().snapshotRows(),
                whole < 0 ? null : Long.valueOf(whole),
                current.getOrDefault(tenants, 0L) + batch.rows().getOrDefault(tenants, 0),
                left.isPresent() ? Long.valueOf(left.getAsLong()) : null,
                complete);
    }

    private Portion portion() {
        return new Portion(written(), whole);
    }

    private OptionalLong secondsLeft() {
        Pace known = pace;
        return known == null ? OptionalLong.empty() : known.secondsLeft(portion(), clock.getAsLong());
    }

    private synchronized double estimate() {
        return running ? whole : Double.NaN;
    }

    private synchronized double left() {
        OptionalLong seconds = running ? secondsLeft() : OptionalLong.empty();
        return seconds.isPresent() ? seconds.getAsLong() : Double.NaN;
    }

    private long written() {
        return current.values().stream().mapToLong(Long::longValue).sum();
    }
}
