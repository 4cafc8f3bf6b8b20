package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.licensewatch.console.http.Site;
import java.time.Clock;
import java.util.Map;

/** The error pages for browsers. Other clients get plain text. */
public final class ErrorPages implements Site {
    private static final String HTML = "text/html";

    private final Templates templates;
    private final Clock clock;

    ErrorPages(Templates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /** @param reason the details; empty if the status says everything */
    public record View(int status, String title, String help, String reason) {}

    private enum Fault {
        BAD(400, "This address is not valid", "Change the filter, or start again at the list."),
        FORBIDDEN(
                403,
                "You may not do this",
                "Ask the operator of this console for the role, or log in as another user."),
        MISSING(404, "There is nothing here", "It may have been deleted, or it is no longer kept; search for it."),
        METHOD(405, "This address does not accept such a request", "Go back and use the form of the page."),
        CONFLICT(409, "It is too late for that", "Load the page again: it has changed since you read it."),
        TOO_LARGE(413, "This is too much for a form", "Enter less."),
        UNREADABLE(415, "This form cannot be read", "Load the page again."),
        FAILED(
                500,
                "This page failed",
                "This is an error of the console; its log has the details. Detection is not affected."),
        BUSY(503, "Not at this moment", "The console is busy; try again in some seconds."),
        NOT_WRITTEN(502, "Your decision was not written", "Nothing was changed. Detection continues."),
        UNKNOWN(
                504,
                "It is not known whether your decision was written",
                "If it was, the audit page shows it in some moments.");

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
