package io.licensewatch.console.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Csrf;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.AlertFilter;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.BadCursorException;
import io.licensewatch.console.read.Freshness;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.WaitingRows;
import io.licensewatch.console.store.Database;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What every page is made with.
 *
 * @param logsIn whether people log in here, so that they can log out
 */
record Desk(Database database, Supplier<FeedStatus> feed, Clock clock, Templates templates, boolean logsIn) {
    private static final String FEED_STALLED = "feed-stalled";

    /** Reads what a page shows; all of it at one snapshot. */
    interface Reading {
        Object read(Handle handle, Instant now);
    }

    void show(Context request, Section section, String title, String template, Reading reading) {
        Instant now = clock.instant();
        FeedStatus status = feed.get();
        try {
            templates.render(
                    request,
                    template,
                    database.read(handle -> Map.of(
                            "shell",
                            shell(handle, request, section, title, status, now),
                            "view",
                            reading.read(handle, now))));
        } catch (BadCursorException e) {
            throw new BadRequestResponse("this page is none of the list; begin again at the first");
        }
    }

    /** Null before the first health record, and in one of an earlier release. */
    private static @Nullable Duration silence(Handle handle) {
        SystemHealth health = HealthRows.now(handle).orElse(null);
        return health == null || health.rules() == null ? null : health.rules().feedSilence();
    }

    private Shell shell(
            Handle handle, Context request, @Nullable Section section, String title, FeedStatus status, Instant now) {
        boolean stalled = !AlertRows.list(
                        handle,
                        new AlertFilter(FEED_STALLED, null, null, null, AlertFilter.Order.OLDEST),
                        Paging.first(1))
                .items()
                .isEmpty();
        return new Shell(
                title,
                section,
                Access.person(request),
                logsIn,
                Csrf.token(request),
                Banner.of(status, Freshness.of(handle), silence(handle), stalled, now),
                WaitingRows.forPerson(handle, now),
                now);
    }
}
