package io.licensewatch.console.report;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.console.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The download route of post-mortems. */
public final class PostMortems implements Site {
    private static final int MOST_DIGITS = 9;

    private final Database database;
    private final Supplier<FeedStatus> feed;
    private final Clock clock;

    public PostMortems(Database database, Supplier<FeedStatus> feed, Clock clock) {
        this.database = database;
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/alerts/{alertId}/episodes/{n}/post-mortem.md", this::download, Role.VIEW);
    }

    private void download(Context request) {
        String alertId = request.pathParam("alertId");
        int number = number(request.pathParam("n"));
        Instant now = clock.instant();
        String incomplete = incomplete(feed.get(), now);
        Episode episode = database.read(handle -> EpisodeRows.of(handle, alertId, number))
                .orElseThrow(() -> new NotFoundResponse("no transition of this episode is kept"));
        request.contentType("text/markdown; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + file(episode) + "\"")
                .result(PostMortem.of(episode, now, incomplete));
    }

    private static int number(String digits) {
        if (!digits.matches("[1-9][0-9]*") || digits.length() > MOST_DIGITS) {
            throw new BadRequestResponse("an episode is a whole number from 1");
        }
        return Integer.parseInt(digits);
    }

    /** Letters, digits and hyphens only, whatever the records contain. */
    private static String file(Episode episode) {
        String name = "post-mortem-" + Times.day(episode.openedAt()) + "-"
                + episode.first().rule() + "-" + episode.first().alertId() + "-"
                + episode.first().episode();
        return name.replaceAll("[^A-Za-z0-9-]", "_") + ".md";
    }

    private static @Nullable String incomplete(FeedStatus status, Instant now) {
        if (status.phase() != FeedStatus.Phase.LIVE) {
            return "the read model is still being built, " + status.behind() + " records are to be read.";
        }
        return status.isCurrent(now) ? null : "The console is not up to date with Kafka; newer records may be missing.";
    }
}
