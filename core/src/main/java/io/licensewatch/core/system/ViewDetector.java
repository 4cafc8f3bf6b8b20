package io.licensewatch.core.system;

import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.StaleViewDetails;
import io.licensewatch.core.detect.ViewDetails;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detects views whose refreshes fail, and stale views. */
final class ViewDetector {
    private final SystemSettings settings;

    ViewDetector(SystemSettings settings) {
        this.settings = settings;
    }

    Observation failing(String view, ViewJobs jobs) {
        ViewState state = jobs.state(view);
        if (state.failures() <= settings.viewFailuresAbove()) {
            return new Observation.Absent(Rule.VIEW_REFRESH_FAILING, view, "CLEARED");
        }
        Finding finding = new Finding(
                "FAILING",
                1,
                Severity.CRITICAL,
                Level.L2,
                List.of(Route.PAGE),
                "The last " + state.failures() + " refreshes of " + view + " have failed.",
                new Measurement(state.failures(), settings.viewFailuresAbove(), "failures"),
                0,
                new ViewDetails(view, state.failures(), state.concurrentFailures(), state.lastSuccessAt()),
                "",
                jobs.failures(view));
        return new Observation.Holds(Rule.VIEW_REFRESH_FAILING, view, finding);
    }

    /** A view that has never been refreshed is not stale: it is unknown since when. */
    Detection stale(String view, ViewState state, Instant now) {
        Instant last = state.lastSuccessAt();
        Observation fresh = new Observation.Absent(Rule.VIEW_STALE, view, "CLEARED");
        if (last == null) {
            return new Detection(List.of(fresh), Instant.MAX);
        }
        Instant since = last.plus(settings.viewStaleAfter());
        return now.isAfter(since)
                ? new Detection(
                        List.of(new Observation.Holds(
                                Rule.VIEW_STALE, view, staleFinding(view, state.success(), last, since))),
                        Instant.MAX)
                : new Detection(List.of(fresh), since.plusMillis(1));
    }

    /** Without the time that has passed: it changes by itself and is worth no update. */
    private Finding staleFinding(String view, @Nullable Evidence success, Instant last, Instant since) {
        Duration limit = settings.viewStaleAfter();
        return new Finding(
                "STALE",
                1,
                Severity.WARNING,
                Level.L1,
                List.of(Route.EMAIL, Route.SLACK),
                view + " has not been refreshed since " + last + ", longer than " + Spans.text(limit) + ".",
                new Measurement(limit.toSeconds(), limit.toSeconds(), "seconds"),
                0,
                new StaleViewDetails(view, last, since),
                "",
                success == null ? List.of() : List.of(success));
    }
}
