package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.licensewatch.console.http.Site;
import java.time.Clock;
import java.util.Map;

/** What a browser shows where there is nothing to show. Other clients get the plain answer. */
public final class ErrorPages implements Site {
    private static final String HTML = "text/html";

    private final Templates templates;
    private final Clock clock;

    ErrorPages(Templates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /** @param reason what exactly; empty where the status says it all */
    public record View(int status, String title, String help, String reason) {}

    private enum Fault {
        BAD(400, "This address asks for something that cannot be", "Change the filter, or begin again at the list."),
        FORBIDDEN(
                403, "You may not do this", "Ask whoever runs this console for the role, or log in as somebody else."),
        MISSING(404, "There is nothing here", "It may have been deleted or be older than what is kept; search for it."),
        METHOD(405, "This address takes no such request", "Go back and use the form of the page."),
        CONFLICT(409, "It is too late for that", "Load the page again: it has changed since you read it."),
        TOO_LARGE(413, "This is too much for a form", "Enter less."),
        UNREADABLE(415, "This form cannot be read", "Load the page again."),
        FAILED(
                500,
                "This page failed",
                "It is a fault of the console, not yours; its log says what happened. Detection is not affected."),
        BUSY(503, "Not at this moment", "Nothing is wrong with what you asked for; ask again in some seconds."),
        NOT_WRITTEN(502, "Your decision was not written", "Nothing was changed. Detection goes on."),
        UNKNOWN(
                504,
                "Nobody knows whether your decision was written",
                "The audit page shows it in some moments if it was.");

        private final int status;
        private final String title;
        private final String help;

        Fault(int status, String title, String help) {
            this.status = status;
            this.title = title;
            this.help = help;
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (Fault fault : Fault.values()) {
            routes.error(fault.status, HTML, request -> show(request, fault));
        }
    }

    private void show(Context request, Fault fault) {
        if (request.path().startsWith("/api/")) {
            return;
        }
        String said = request.result();
        String reason = said == null || fault == Fault.FAILED ? "" : said.strip();
        if (reason.startsWith("Endpoint ") || reason.equalsIgnoreCase("Not found") || reason.startsWith("<")) {
            reason = "";
        }
        Shell shell = new Shell(fault.title, null, null, false, "", null, 0, clock.instant());
        templates.render(
                request,
                "error.jte",
                Map.of("shell", shell, "view", new View(fault.status, fault.title, fault.help, reason)));
    }
}
