package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.CommandFilter;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.console.read.Page;
import io.licensewatch.console.read.TenantNames;
import io.licensewatch.console.read.WaitingRows;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The pages of commands: the list, those that wait for approval, and each command. */
public final class CommandPages implements Site {
    private static final int WAITING = 50;

    private final Desk desk;

    CommandPages(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param state their state; null for any
     * @param effect their verdict; null for any
     * @param more the address of the next page; null on the last
     */
    public record ListView(
            @Nullable CommandState state,
            @Nullable Effect effect,
            List<CommandLine> commands,
            boolean first,
            @Nullable String more) {}

    /** @param waiting the next deadline first, limited to a few */
    public record ApprovalsView(List<CommandLine> waiting, long count) {}

    /** @param written the decision that was just written: {@code approve} or {@code reject}; null if none */
    public record View(
            CommandLine line,
            List<Moment> moments,
            @Nullable String written) {
        public CommandView command() {
            return line.view();
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/commands",
                request -> desk.show(
                        request,
                        Section.COMMANDS,
                        "Commands",
                        "commands.jte",
                        (handle, now) -> list(request, handle, now)),
                Role.VIEW);
        routes.get(
                "/approvals",
                request -> desk.show(request, Section.APPROVALS, "Approvals", "approvals.jte", CommandPages::approvals),
                Role.VIEW);
        routes.get(
                "/commands/{id}",
                request -> desk.show(
                        request,
                        Section.COMMANDS,
                        "Command",
                        "command.jte",
                        (handle, now) -> one(request, handle, now)),
                Role.VIEW);
    }

    private static ListView list(Context request, Handle handle, Instant now) {
        CommandState state = Query.one(request, "state", CommandState.class);
        Effect effect = Query.one(request, "effect", Effect.class);
        Page<CommandView> page =
                CommandRows.list(handle, new CommandFilter(null, null, null, state, effect), Query.paging(request));
        return new ListView(
                state,
                effect,
                page.items().stream().map(view -> line(handle, view, now)).toList(),
                request.queryParam("after") == null,
                Query.next(request, page.next()));
    }

    private static ApprovalsView approvals(Handle handle, Instant now) {
        return new ApprovalsView(
                CommandRows.awaitingApproval(handle, now, WAITING).stream()
                        .map(view -> line(handle, view, now))
                        .toList(),
                WaitingRows.forPerson(handle, now));
    }

    private static View one(Context request, Handle handle, Instant now) {
        String id = request.pathParam("id");
        CommandView view =
                CommandRows.one(handle, id).orElseThrow(() -> new NotFoundResponse("no command " + id + " is known"));
        return new View(line(handle, view, now), Moment.of(List.of(), List.of(view)), Query.text(request, "written"));
    }

    private static CommandLine line(Handle handle, CommandView view, Instant now) {
        return CommandLine.of(
                view, now, TenantNames.of(handle, view.command().tenantId()).orElse(null));
    }
}
