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
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices that no frontier is passed by all tenant tasks any more, whether none arrives or one waits for rows: nothing is detected
 * then. Source time stands still meanwhile, so this one rule goes by a clock of the machine that measures how long. It
 * begins with this process, and again with each frontier that is passed, and does not run while a snapshot is taken.
 */
final class FeedWatch {
    private static final byte[] FEED_AT = {2};
    private static final int VERSION = 1;

    private final Duration limit;
    private final KeyValues marks;
    private final SystemAlerts alerts;
    private @Nullable Frontier passed;
    private boolean began;
    private long since;
    private long now;

    /**
     * @param marks where the time is kept that was told last
     * @param passed the last frontier that all tasks have passed, by what is stored
     */
    FeedWatch(Duration limit, KeyValues marks, SystemAlerts alerts, @Nullable Frontier passed) {
        this.limit = limit;
        this.marks = marks;
        this.alerts = alerts;
        this.passed = passed;
    }

    /**
     * Time passes.
     *
     * @param millis by a clock that goes on evenly; only differences mean something
     * @param machine what time this machine takes it for, where the source has never said
     * @param seen the last frontier that has arrived
     */
    void onTime(long millis, Instant machine, @Nullable Frontier seen) {
        now = millis;
        if (!began || (seen != null && !seen.snapshotComplete())) {
            began = true;
            since = now;
            return;
        }
        Duration silence = silence();
        if (silence.compareTo(limit) >= 0) {
            Instant at = passed == null && seen == null ? machine : last(seen).plus(silence);
            look(new Observation.Holds(Rule.FEED_STALLED, finding(seen, silence)), at);
        }
    }

    /** All tasks have passed a frontier; it ends where it would if the alert had been watching the clock all the time. */
    void onPassed(Frontier frontier) {
        if (passed != null && !frontier.position().isAfter(passed.position())) {
            return;
        }
        Instant before =
                passed == null ? frontier.sourceTime() : passed.sourceTime().plus(silence());
        passed = frontier;
        since = now;
        look(
                new Observation.Absent(Rule.FEED_STALLED, "CLEARED"),
                before.isAfter(frontier.sourceTime()) ? before : frontier.sourceTime());
    }

    private Duration silence() {
        return Duration.ofMillis(Math.max(0, now - since));
    }

    /** Source time when the silence began. */
    private Instant last(@Nullable Frontier seen) {
        Frontier last = passed == null ? seen : passed;
        return last == null ? Instant.EPOCH : last.sourceTime();
    }

    private void look(Observation observation, Instant at) {
        byte[] stored = marks.get(FEED_AT);
        Instant told = stored == null ? Instant.MIN : Instant.ofEpochMilli(new ValueReader(stored, VERSION).number());
        Instant next = at.isAfter(told) ? at : told;
        if (alerts.look(observation, next, false).changed()) {
            marks.put(
                    FEED_AT,
                    new ValueWriter(VERSION).number(next.toEpochMilli()).toBytes());
        }
    }

    private Finding finding(@Nullable Frontier seen, Duration silence) {
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
                summary(seen, silence.toSeconds()),
                new Measurement(silence.toSeconds(), limit.toSeconds(), "seconds"),
                0,
                new PlainDetails(details),
                "",
                List.of());
    }

    private String summary(@Nullable Frontier seen, long seconds) {
        if (seen == null) {
            return "No news from the source in the " + seconds
                    + " seconds since stream-app began: cdc is not running, or takes a snapshot that began before.";
        }
        if (passed == null || seen.position().isAfter(passed.position())) {
            return "Nothing has been detected for " + seconds + " seconds: frontiers arrive, the last of "
                    + seen.sourceTime() + ", and a task does not pass them.";
        }
        return "No news from the source for " + seconds + " seconds; the last came at " + passed.sourceTime() + ".";
    }
}
