package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.action.NoScopeException;
import io.licensewatch.console.action.NotWrittenException;
import io.licensewatch.console.action.PauseScope;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.store.Database;
import io.licensewatch.control.Decisions;
import io.licensewatch.schemas.action.OperatorAction;
import java.time.Clock;
import java.util.function.Supplier;

/** Handles the forms of the page System: pause and resume. The CSRF token has been checked before. */
final class PausePages implements Site {
    private final Database database;
    private final Supplier<FeedStatus> feed;
    private final Actions actions;
    private final Clock clock;

    PausePages(Database database, Supplier<FeedStatus> feed, Actions actions, Clock clock) {
        this.database = database;
        this.feed = feed;
        this.actions = actions;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/pauses", this::pause, Role.OPERATE);
        routes.post("/pauses/resume", this::resume, Role.OPERATE);
    }

    private void pause(Context request) {
        String reason = Form.line(request, "reason");
        if (reason == null) {
            throw new BadRequestResponse("a pause needs a reason, for the people who see it");
        }
        write(request, "pause", () -> {
            PauseScope scope =
                    PauseScope.ofPause(database, feed.get(), Form.line(request, "tenant"), Form.line(request, "type"));
            return decisions(request).pause(scope.tenantId(), scope.type(), reason);
        });
    }

    private void resume(Context request) {
        write(request, "resume", () -> {
            PauseScope scope = PauseScope.ofResume(Form.line(request, "tenant"), Form.line(request, "type"));
            return decisions(request).resume(scope.tenantId(), scope.type(), Form.line(request, "reason"));
        });
    }

    private Decisions decisions(Context request) {
        return new Decisions(Access.person(request).name(), clock.instant());
    }

    private void write(Context request, String what, Supplier<OperatorAction> action) {
        try {
            actions.write(action.get());
        } catch (NotWrittenException e) {
            request.status(e.status()).result(String.valueOf(e.getMessage()));
            return;
        } catch (NoScopeException e) {
            // The page exists, the input is wrong.
            request.status(e.status() == 404 ? 400 : e.status()).result(String.valueOf(e.getMessage()));
            return;
        }
        request.redirect("/system?written=" + what + "#paused", HttpStatus.SEE_OTHER);
    }
}
