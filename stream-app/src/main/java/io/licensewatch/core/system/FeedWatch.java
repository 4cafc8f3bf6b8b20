package io.licensewatch.core.system;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notices that no frontier comes any more. It is told how long; it asks no clock. */
final class FeedWatch {
    private final Duration limit;

    FeedWatch(Duration limit) {
        this.limit = limit;
    }

    Observation observe(Frontier last, Duration silence) {
        return silence.compareTo(limit) < 0
                ? new Observation.Absent(Rule.FEED_STALLED, "CLEARED")
                : new Observation.Holds(Rule.FEED_STALLED, finding(last, silence));
    }

    private Finding finding(Frontier last, Duration silence) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("lastFrontierAt", last.sourceTime().toString());
        details.put("lastFrontierLsn", last.lsn());
        return new Finding(
                "STALLED",
                1,
                Severity.CRITICAL,
                Level.L3,
                List.of(Route.PAGE),
                "No news from the source for " + silence.toSeconds() + " seconds; the last came at " + last.sourceTime()
                        + ".",
                new Measurement(silence.toSeconds(), limit.toSeconds(), "seconds"),
                0,
                new PlainDetails(details),
                "",
                List.of());
    }
}
