package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.action.NotWrittenException;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.console.store.Database;
import io.licensewatch.control.Decisions;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the forms of the page System do: hold commands back, and go on. That a form is ours was checked before. */
final class PausePages implements Site {
    private final Database database;
    private final Actions actions;
    private final Clock clock;

    PausePages(Database database, Actions actions, Clock clock) {
        this.database = database;
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
            throw new BadRequestResponse("a pause has a reason, for those who see it");
        }
        write(request, "pause", decisions(request).pause(tenant(request), type(request), reason));
    }

    private void resume(Context request) {
        write(
                request,
                "resume",
                decisions(request).resume(tenant(request), type(request), Form.line(request, "reason")));
    }

    private Decisions decisions(Context request) {
        return new Decisions(Access.person(request).name(), clock.instant());
    }

    private void write(Context request, String what, OperatorAction action) {
        try {
            actions.write(action);
        } catch (NotWrittenException e) {
            request.status(e.status()).result(String.valueOf(e.getMessage()));
            return;
        }
        request.redirect("/system?written=" + what + "#paused", HttpStatus.SEE_OTHER);
    }

    private String tenant(Context request) {
        String tenant = Form.line(request, "tenant");
        if (tenant == null || tenant.equals(AlertEvent.SYSTEM_TENANT)) {
            return AlertEvent.SYSTEM_TENANT;
        }
        if (database.read(handle -> TenantRows.one(handle, tenant)).isEmpty()) {
            throw new BadRequestResponse(
                    "no tenant has the id " + tenant + "; its page shows its id. Leave it empty for all tenants");
        }
        return tenant;
    }

    private static @Nullable CommandType type(Context request) {
        String type = Form.line(request, "type");
        return type == null
                ? null
                : Arrays.stream(CommandType.values())
                        .filter(known -> known.name().equals(type))
                        .findFirst()
                        .orElseThrow(() -> new BadRequestResponse("no command has the type " + type));
    }
}
