package io.licensewatch.console.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Csrf;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.BadCursorException;
import io.licensewatch.console.read.Freshness;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.WaitingRows;
import io.licensewatch.console.store.Database;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The parts that every page needs.
 *
 * @param logsIn whether there is a login, and so a logout
 */
record Desk(Database database, Supplier<FeedStatus> feed, Clock clock, Templates templates, boolean logsIn) {
    private static final String FEED_STALLED =
            AlertEvent.key(AlertEvent.SYSTEM_TENANT, Rule.FEED_STALLED.id(), Rule.FEED_STALLED.subject());

    /** Reads the data of a page in one snapshot. */
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
            throw new BadRequestResponse("this page is not of the list; start again at the first page");
        }
    }

    private Shell shell(
            Handle handle, Context request, @Nullable Section section, String title, FeedStatus status, Instant now) {
        return new Shell(
                title,
                section,
                Access.person(request),
                logsIn,
                Csrf.token(request),
                Banner.of(
                        status,
                        Freshness.of(handle),
                        HealthRows.feedSilence(handle).orElse(null),
                        AlertRows.isOpen(handle, FEED_STALLED),
                        now),
                WaitingRows.forPerson(handle, now),
                now);
    }
}
