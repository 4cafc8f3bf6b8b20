package io.licensewatch.streams.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks that buffer rows far ahead of every frontier. This is normal for moments at the beginning of a snapshot. When it lasts, a
 * stranger has written a row with a false position, or frontiers are missing, and the log says so once.
 */
public final class StrayRows {
    private static final Logger LOG = LoggerFactory.getLogger(StrayRows.class);
    private static final long LONG_MS = Duration.ofMinutes(1).toMillis();

    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final Map<String, Boolean> logged = new ConcurrentHashMap<>();
    private final Consumer<String> log;

    StrayRows() {
        this(LOG::warn);
    }

    StrayRows(Consumer<String> log) {
        this.log = log;
    }

    /**
     * To be called from time to time by each task.
     *
     * @param now by the machine's clock, which paces the log and decides nothing
     */
    public void check(String task, long now, boolean keepsSome) {
        if (!keepsSome) {
            forget(task);
            return;
        }
        long begin = since.computeIfAbsent(task, t -> now);
        if (now - begin >= LONG_MS && logged.putIfAbsent(task, true) == null) {
            log.accept("task " + task + " keeps rows whose position no frontier is near: see"
                    + " licensewatch_streams_stray_rows in docs/operations.md");
        }
    }

    /** The task no longer runs here. */
    public void forget(String task) {
        since.remove(task);
        logged.remove(task);
    }

    long count() {
        return since.size();
    }
}
