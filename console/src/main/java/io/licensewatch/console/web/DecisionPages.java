package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.action.NotWrittenException;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.console.store.Database;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Decisions;
import io.licensewatch.control.RefusedException;
import io.licensewatch.schemas.action.OperatorAction;
import java.time.Clock;
import java.util.function.BiFunction;

/** Handles the forms of approvals. The CSRF token has been checked before. */
final class DecisionPages implements Site {
    private final Database database;
    private final Actions actions;
    private final Clock clock;

    DecisionPages(Database database, Actions actions, Clock clock) {
        this.database = database;
        this.actions = actions;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/commands/{id}/approve", this::approve, Role.APPROVE);
        routes.post("/commands/{id}/reject", this::reject, Role.APPROVE);
    }

    private void approve(Context request) {
        String plan = Form.line(request, "plan");
        if (plan == null) {
            throw new BadRequestResponse("the form does not name the plan; load its page again");
        }
        write(request, "approve", (decisions, view) -> decisions.approve(view, plan));
    }

    private void reject(Context request) {
        String reason = Form.line(request, "reason");
        if (reason == null) {
            throw new BadRequestResponse("a rejection needs a reason");
        }
        write(request, "reject", (decisions, view) -> decisions.reject(view, reason));
    }

    private void write(Context request, String what, BiFunction<Decisions, CommandView, OperatorAction> decision) {
        String id = request.pathParam("id");
        CommandView view = database.read(handle -> CommandRows.one(handle, id))
                .orElseThrow(() -> new NotFoundResponse("no command " + id + " is known"));
        try {
            actions.write(decision.apply(new Decisions(Access.person(request).name(), clock.instant()), view));
        } catch (RefusedException e) {
            throw new ConflictResponse(e.what());
        } catch (NotWrittenException e) {
            request.status(e.status()).result(String.valueOf(e.getMessage()));
            return;
        }
        request.redirect("/commands/" + view.id() + "?written=" + what, HttpStatus.SEE_OTHER);
    }
}
