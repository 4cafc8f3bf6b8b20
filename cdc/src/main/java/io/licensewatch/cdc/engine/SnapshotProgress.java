package io.licensewatch.cdc.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a snapshot is, of everything or of some tables: told in the log every few seconds, and to whoever asks. */
public final class SnapshotProgress {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotProgress.class);
    private static final long TELL_EACH_MS = 5_000;
    /** It is an estimate: what is still being read is not all. */
    private static final int NEARLY_ALL = 99;

    private final MeterRegistry registry;
    private final LongSupplier clock;
    private final Map<String, AtomicLong> rows = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> estimates = new ConcurrentHashMap<>();
    private Map<String, Long> current = Map.of();
    private Map<String, Long> expected = Map.of();
    private String table = "";
    private String what = "";
    private boolean running;
    private long beganAt;
    private long toldAt;

    /** @param clock ms, never back */
    SnapshotProgress(MeterRegistry registry, LongSupplier clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * @param name what is read, for a person
     * @param roughly rows by table; those of which nothing is known may be missing
     */
    synchronized void begins(String name, Collection<String> tables, Map<String, Long> roughly) {
        what = name;
        table = "";
        expected = Map.copyOf(roughly);
        current = new TreeMap<>();
        running = true;
        beganAt = clock.getAsLong();
        toldAt = beganAt;
        for (String one : tables) {
            gauge(
                            "licensewatch.cdc.snapshot.table.rows",
                            "Rows of the table that its last snapshot has written",
                            one,
                            rows)
                    .set(0);
            gauge(
                            "licensewatch.cdc.snapshot.table.estimate",
                            "Rows of the table, roughly; -1 when unknown",
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
    synchronized void wrote(Map<String, Integer> more) {
        if (!running) {
            return;
        }
        more.forEach((one, count) -> {
            table = one;
            current.merge(one, (long) count, Long::sum);
            AtomicLong gauge = rows.get(one);
            if (gauge != null) {
                gauge.addAndGet(count);
            }
        });
        if (clock.getAsLong() - toldAt >= TELL_EACH_MS) {
            toldAt = clock.getAsLong();
            LOG.info("{}", tell());
        }
    }

    synchronized void ended() {
        if (running) {
            LOG.atInfo()
                    .addKeyValue("rows", written())
                    .addKeyValue("ms", clock.getAsLong() - beganAt)
                    .log("{} is complete", what);
        }
        running = false;
    }

    /** It is given up, and begins again later. */
    synchronized void brokenOff() {
        running = false;
    }

    public synchronized boolean isRunning() {
        return running;
    }

    /** As in {@code snapshot of epoch 1: 60 % (600 of about 1000 rows); public.user_roles: 20 % (100 of about 500)}. */
    public synchronized String tell() {
        String now = table.isEmpty()
                ? ""
                : "; " + table + ": " + share(current.getOrDefault(table, 0L), expected.getOrDefault(table, -1L), "");
        boolean known = expected.keySet().containsAll(current.keySet());
        long all = known ? expected.values().stream().mapToLong(Long::longValue).sum() : -1;
        return what + ": " + share(written(), all, " rows") + now;
    }

    private long written() {
        return current.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String share(long done, long roughly, String unit) {
        if (roughly <= 0) {
            return done + unit;
        }
        long percent = Math.min(NEARLY_ALL, done * 100 / roughly);
        return percent + " % (" + done + " of about " + roughly + unit + ")";
    }
}
