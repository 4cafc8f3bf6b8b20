package io.licensewatch.streams.metrics;

import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that have read a frontier and not yet all rows that it covers. When one waits for long, the log repeats what it waits for. */
public final class Waits {
    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);
    private static final long LONG_MS = Duration.ofSeconds(30).toMillis();
    private static final long AGAIN_MS = Duration.ofMinutes(1).toMillis();

    private final Map<String, Wait> waits = new ConcurrentHashMap<>();
    private final Consumer<String> log;

    /** @param logAt when to log it next; by the machine's clock, in ms */
    private record Wait(long since, long logAt) {}

    Waits() {
        this(LOG::warn);
    }

    Waits(Consumer<String> log) {
        this.log = log;
    }

    /**
     * To be called from time to time by each task.
     *
     * @param now by the machine's clock, which paces the log and decides nothing
     * @param missing the rows that the task waits for; empty when it waits for none
     */
    public void check(String task, long now, Supplier<Optional<Frontier.Covered>> missing) {
        Optional<Frontier.Covered> rows = missing.get();
        if (rows.isEmpty()) {
            waits.remove(task);
            return;
        }
        Wait wait = waits.computeIfAbsent(task, t -> new Wait(now, now + LONG_MS));
        if (now >= wait.logAt()) {
            log.accept("task " + task + " has waited for " + (now - wait.since()) / 1000 + " s for rows of "
                    + rows.get().table() + (rows.get().tenantless() ? " without a tenant" : "") + ", partition "
                    + rows.get().partition() + ", until " + rows.get().lsn()
                    + ": cdc has written them and Kafka does not deliver them; see licensewatch_streams_frontiers_waiting in"
                    + " docs/operations.md");
            waits.put(task, new Wait(wait.since(), now + AGAIN_MS));
        }
    }

    /** The task no longer runs here. */
    public void forget(String task) {
        waits.remove(task);
    }

    long count() {
        return waits.size();
    }
}
