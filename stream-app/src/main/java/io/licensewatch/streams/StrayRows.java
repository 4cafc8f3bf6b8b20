package io.licensewatch.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tasks keep rows that no frontier is near. For moments that is so at the beginning of a snapshot; when it lasts, somebody else
 * has written a row with a position that is none, or frontiers are missing, and the log says so once.
 */
final class StrayRows {
    private static final Logger LOG = LoggerFactory.getLogger(StrayRows.class);
    private static final long LONG_MS = Duration.ofMinutes(1).toMillis();

    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final Map<String, Boolean> told = new ConcurrentHashMap<>();
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
    void look(String task, long now, boolean keepsSome) {
        if (!keepsSome) {
            forget(task);
            return;
        }
        long begin = since.computeIfAbsent(task, t -> now);
        if (now - begin >= LONG_MS && told.putIfAbsent(task, true) == null) {
            log.accept("task " + task + " keeps rows whose position no frontier is near: see"
                    + " licensewatch_streams_stray_rows in docs/operations.md");
        }
    }

    /** The task runs here no more. */
    void forget(String task) {
        since.remove(task);
        told.remove(task);
    }

    long count() {
        return since.size();
    }
}
