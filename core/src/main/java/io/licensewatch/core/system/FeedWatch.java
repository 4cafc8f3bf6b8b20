package io.licensewatch.core.system;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SnapshotReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code feed-stalled} when all tenant tasks have passed no frontier for too long, whether none arrives or one waits for rows: then
 * nothing is detected. Source time does not advance meanwhile, so this one rule uses a clock of the machine. The silence is measured from the
 * start of this process, from each frontier that all tasks pass, and from each progress before a frontier: rows that are read from tables, and
 * tenants that are evaluated behind them. So a snapshot may take long, but one that stops is a stalled feed.
 */
final class FeedWatch {
    private static final byte[] FEED_AT = {};
    private static final int VERSION = 1;

    private final Duration limit;
    private final KeyValues marks;
    private final SystemAlerts alerts;
    private final ReadingProgress reading = new ReadingProgress();
    private final CatchUps catchUps = new CatchUps();
    private @Nullable Frontier passed;
    private @Nullable Frontier seen;
    private boolean began;
    /** When the last progress was. */
    private long since;

    private long now;
    /** The last source time that is known, and when it arrived. */
    private @Nullable Instant said;

    private long heardAt;
    private @Nullable Instant machine;

    /**
     * @param marks where the time that was published last is stored
     * @param passed the last frontier that all tasks have passed, by what is stored
     * @param seen the last one that has arrived, by what is stored
     */
    FeedWatch(
            Duration limit, KeyValues marks, SystemAlerts alerts, @Nullable Frontier passed, @Nullable Frontier seen) {
        this.limit = limit;
        this.marks = marks;
        this.alerts = alerts;
        this.passed = passed;
        this.seen = seen;
        Frontier last = passed == null ? seen : passed;
        this.said = last == null ? null : last.sourceTime();
    }

    /**
     * Time passes.
     *
     * @param millis of a monotonic clock; only differences are used
     * @param machineTime the wall clock of this machine, used before any source time is known
     */
    void onTime(long millis, Instant machineTime) {
        now = millis;
        machine = machineTime;
        if (!began) {
            began = true;
            since = now;
            heardAt = now;
        }
        Duration silence = silence();
        if (silence.compareTo(limit) >= 0) {
            evaluate(new Observation.Holds(Rule.FEED_STALLED, finding(silence)), sourceTime(machineTime));
        }
    }

    /** A frontier has arrived. That is no progress, unless it names more rows of tables that are being read. */
    void onFrontier(Frontier frontier) {
        seen = frontier;
        boolean progress = reading.progresses(frontier);
        if (said == null) {
            hear(frontier.sourceTime());
        }
        if (progress) {
            onProgress();
        }
    }

    /** cdc reports the progress of a snapshot. */
    void onSnapshot(SnapshotReport report) {
        boolean progress = reading.progresses(report);
        if (progress) {
            onProgress();
        }
    }

    /** A task that has passed no frontier yet reports how much is left. */
    void onCatchUp(int partition, CatchUpReport report) {
        boolean progress = catchUps.progresses(partition, report);
        if (progress) {
            onProgress();
        }
    }

    private void onProgress() {
        since = now;
        Instant at = machine == null ? said : sourceTime(machine);
        if (at != null) {
            evaluate(new Observation.Absent(Rule.FEED_STALLED, "CLEARED"), at);
        }
    }

    /** A task has passed a frontier. */
    void onPassed(int partition) {
        catchUps.passed(partition);
    }

    /** All tasks have passed a frontier. The alert ends at the time at which it would have by the clock. */
    void onPassed(Frontier frontier) {
        if (passed != null && !frontier.position().isAfter(passed.position())) {
            return;
        }
        Instant before = sourceTime(frontier.sourceTime());
        passed = frontier;
        since = now;
        hear(frontier.sourceTime());
        evaluate(
                new Observation.Absent(Rule.FEED_STALLED, "CLEARED"),
                before.isAfter(frontier.sourceTime()) ? before : frontier.sourceTime());
    }

    private Duration silence() {
        return Duration.ofMillis(Math.max(0, now - since));
    }

    private void hear(Instant sourceTime) {
        said = sourceTime;
        heardAt = now;
    }

    /** The time at the source: the last known source time, and how long ago it arrived. */
    private Instant sourceTime(Instant ifUnknown) {
        return said == null ? ifUnknown : said.plusMillis(Math.max(0, now - heardAt));
    }

    private void evaluate(Observation observation, Instant at) {
        byte[] stored = marks.get(FEED_AT);
        Instant published =
                stored == null ? Instant.MIN : Instant.ofEpochMilli(new ValueReader(stored, VERSION).number());
        Instant next = at.isAfter(published) ? at : published;
        if (alerts.evaluate(observation, next, false).changed()) {
            marks.put(
                    FEED_AT,
                    new ValueWriter(VERSION).number(next.toEpochMilli()).toBytes());
        }
    }

    private Finding finding(Duration silence) {
        Frontier last = passed == null ? seen : passed;
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("lastFrontierAt", last == null ? null : last.sourceTime().toString());
        details.put("lastFrontierLsn", last == null ? null : last.lsn());
        return new Finding(
                "STALLED",
                1,
                Severity.CRITICAL,
                Level.L3,
                List.of(Route.PAGE),
                summary(silence.toSeconds()),
                new Measurement(silence.toSeconds(), limit.toSeconds(), "seconds"),
                0,
                new PlainDetails(details),
                "",
                List.of());
    }

    private String summary(long seconds) {
        String read = reading.text(seen);
        if (read != null) {
            return "Nothing has been detected, and no progress was reported for " + seconds + " seconds: " + read + ".";
        }
        if (seen == null) {
            return "No news from the source in the " + seconds + " seconds since stream-app began: cdc is not running.";
        }
        if (passed == null || seen.position().isAfter(passed.position())) {
            return "Nothing has been detected for " + seconds + " seconds: frontiers arrive, the last of "
                    + seen.sourceTime() + ", and a task does not pass them.";
        }
        return "No news from the source for " + seconds + " seconds; the last came at " + passed.sourceTime() + ".";
    }
}
