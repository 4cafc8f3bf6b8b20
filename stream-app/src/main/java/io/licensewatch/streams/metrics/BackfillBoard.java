package io.licensewatch.streams.metrics;

import io.licensewatch.core.engine.Backfill;
import io.licensewatch.core.engine.Backfill.Stage;
import io.licensewatch.runtime.progress.Pace;
import io.licensewatch.runtime.progress.Portion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the tenant tasks of this process are, all together, until each has passed a frontier: first all have to read, then all evaluate. */
public final class BackfillBoard {
    private static final Logger LOG = LoggerFactory.getLogger(BackfillBoard.class);
    private static final long LOG_EACH_MS = 5_000;
    private static final Backfill NONE = new Backfill(Stage.EVALUATING, 0, 0);

    private final WallClock clock;
    /** Also those that are done, as long as others are not. */
    private final Map<String, Backfill> tasks = new HashMap<>();

    private final Set<String> busy = new HashSet<>();
    private @Nullable Stage stage;
    private @Nullable Pace pace;
    private long loggedAt;

    /** @param clock that never goes back */
    public BackfillBoard(WallClock clock) {
        this.clock = clock;
    }

    /** @param backfill empty when the task has none, or is done */
    public synchronized void report(String task, Optional<Backfill> backfill) {
        if (backfill.isPresent()) {
            busy.add(task);
            tasks.put(task, backfill.get());
        } else if (busy.remove(task)) {
            tasks.computeIfPresent(task, (t, last) -> {
                long all = last.expected() < 0 ? last.done() : last.expected();
                return new Backfill(last.stage(), all, all);
            });
        }
        advance();
    }

    public synchronized void forget(String task) {
        busy.remove(task);
        tasks.remove(task);
        advance();
    }

    private void advance() {
        if (busy.isEmpty()) {
            tasks.clear();
        }
        long now = clock.millis();
        Stage reached = stage().orElse(null);
        boolean known = portion().isKnown();
        if (reached != stage || (known && pace == null)) {
            stage = reached;
            pace = known ? new Pace(now, portion().done()) : null;
        }
        if (reached != null && now - loggedAt >= LOG_EACH_MS) {
            loggedAt = now;
            LOG.info("{}", text());
        }
    }

    /** Empty when no task has anything to catch up with. */
    public synchronized Optional<Stage> stage() {
        return busy.stream().map(task -> tasks.getOrDefault(task, NONE).stage()).min(Stage::compareTo);
    }

    /** Of the tasks that are at the stage, or were. */
    public synchronized Portion portion() {
        Stage at = stage().orElse(Stage.READING);
        long done = 0;
        long expected = 0;
        for (Backfill task : tasks.values()) {
            if (task.stage() == at) {
                done += task.done();
                expected = expected < 0 || task.expected() < 0 ? Portion.UNKNOWN : expected + task.expected();
            }
        }
        return new Portion(done, expected);
    }

    public synchronized OptionalLong secondsLeft() {
        Pace known = pace;
        return known == null ? OptionalLong.empty() : known.secondsLeft(portion(), clock.millis());
    }

    /** As in {@code first evaluation: 60 % (12,000 of about 20,000 tenants), about 20 s left}; empty when there is nothing to say. */
    public synchronized String text() {
        Optional<Stage> at = stage();
        if (at.isEmpty()) {
            return "";
        }
        String left = secondsLeft().isPresent()
                ? ", " + Pace.text(secondsLeft().getAsLong())
                : portion().expected() < 0 ? ", the number of rows is unknown" : "";
        return switch (at.get()) {
            case READING -> "reading the source's topics: " + portion().text(" rows") + left;
            case EVALUATING -> "first evaluation: " + portion().text(" tenants") + left;
        };
    }
}
