package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.AlertRows;
import io.licensewatch.console.read.DeadLetterRows;
import io.licensewatch.console.read.Freshness;
import io.licensewatch.console.read.GapRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.PositionRows;
import io.licensewatch.console.read.WaitingRows;
import io.licensewatch.runtime.process.Version;
import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The page System: whether the shown data is current, and pauses and limits. */
public final class SystemPage implements Site {
    private static final int ROWS = 50;

    private final Desk desk;

    SystemPage(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param written the decision that was just written, such as {@code resume}; null if none
     * @param tenant the tenant to pause, from a link; empty for none
     * @param about alerts of the system itself, such as a feed that has stalled
     * @param deadLetters the newest dead letters
     */
    public record View(
            FeedStatus feed,
            Freshness freshness,
            PauseView pauses,
            @Nullable String written,
            String tenant,
            List<AlertEvent> about,
            List<DeadLetterRows.DeadLetter> deadLetters,
            long deadLetterCount,
            List<GapRows.Gap> gaps,
            List<WaitingRows.Held> held,
            List<PositionRows.Read> topics,
            String version) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/system",
                request -> desk.show(
                        request, Section.SYSTEM, "System", "system.jte", (handle, now) -> read(request, handle, now)),
                Role.VIEW);
    }

    private View read(Context request, Handle handle, Instant now) {
        String tenant = Query.text(request, "tenant");
        return new View(
                desk.feed().get(),
                Freshness.of(handle),
                PauseView.of(handle, now),
                Query.text(request, "written"),
                tenant == null ? "" : tenant,
                AlertRows.openOf(handle, AlertEvent.SYSTEM_TENANT),
                DeadLetterRows.list(handle, Paging.first(ROWS)).items(),
                DeadLetterRows.count(handle),
                GapRows.list(handle),
                WaitingRows.held(handle),
                PositionRows.all(handle),
                Version.current().toString());
    }

    /** The meaning of a reason for a held command, and what ends it. */
    public static String meaning(String reason) {
        return switch (reason) {
            case "PAUSED" -> "Resume it above, or in the database if it was paused there.";
            case "BUDGET" ->
                "A limit per tenant and day, or per type and hour, is used up; they are retried automatically.";
            case "FAILURES" ->
                "Fix the cause, then resume the type: licensewatch worker resume --type TYPE, or pause and resume it above.";
            default -> "The worker releases them.";
        };
    }
}
