package io.licensewatch.console.read;

import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Commands with all their records. */
public final class CommandRows {
    /** The alert id of a requested command is this prefix and the id of the action. */
    private static final String REQUESTED = "_operator|";

    private CommandRows() {}

    /** Commands with a known ISSUE, newest first. */
    public static Page<CommandView> list(Handle handle, CommandFilter filter, Paging paging) {
        Cursor after = paging.cursor(filter);
        Where where = new Where()
                .and("issued_ms IS NOT NULL")
                .and("tenant_id = :tenant", "tenant", filter.tenantId())
                .and("alert_id = :alert", "alert", filter.alertId())
                .and(
                        "type = :type",
                        "type",
                        filter.type() == null ? null : filter.type().name())
                .and(
                        "state = :state",
                        "state",
                        filter.state() == null ? null : filter.state().name())
                .and(
                        "effect = :effect",
                        "effect",
                        filter.effect() == null ? null : filter.effect().name());
        if (after != null) {
            where.and("(issued_ms, command_id) < (:issued, :id)", "issued", after.number(0))
                    .bind("id", after.string(1));
        }
        List<String> ids = ids(handle, where, "issued_ms DESC, command_id DESC", paging.fetch());
        return Page.of(
                views(handle, ids),
                paging,
                filter,
                view -> Cursor.of(view.command().issuedAt().toEpochMilli(), view.id()));
    }

    /** Commands that wait for approval before their deadline, the next deadline first. */
    public static List<CommandView> awaitingApproval(Handle handle, Instant now, int limit) {
        Where where = awaiting(now);
        return views(handle, ids(handle, where, "deadline_ms, command_id", limit));
    }

    private static Where awaiting(Instant now) {
        return new Where()
                .and("state = :state", "state", CommandState.AWAITING_APPROVAL.name())
                .and("deadline_ms > :now", "now", now.toEpochMilli())
                .and("taken_back = 0");
    }

    /** Empty if the id is unknown, or if only its results are kept. */
    public static Optional<CommandView> one(Handle handle, String commandId) {
        return views(handle, List.of(commandId)).stream().findFirst();
    }

    /** All commands of an alert, of all episodes, newest first. */
    public static List<CommandView> ofAlert(Handle handle, String alertId) {
        return list(handle, CommandFilter.ofAlert(alertId), Paging.first(Paging.MOST))
                .items();
    }

    /** The command of a request; empty until it is issued. */
    public static Optional<CommandView> ofRequest(Handle handle, String actionId) {
        return ofAlert(handle, REQUESTED + actionId).stream().findFirst();
    }

    private static List<String> ids(Handle handle, Where where, String order, int limit) {
        return where.list(handle, "SELECT command_id FROM command", order, limit, (row, context) -> row.getString(1));
    }

    private static List<CommandView> views(Handle handle, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, List<RemediationCommand>> commands =
                records(handle, ids, "command_record", "kind", JsonCodec.COMMAND, RemediationCommand::commandId);
        Map<String, List<RemediationResult>> results =
                records(handle, ids, "result", "n", JsonCodec.RESULT, RemediationResult::commandId);
        Map<String, List<Verdict>> verdicts =
                records(handle, ids, "verdict", "n", JsonCodec.VERDICT, Verdict::commandId);
        Map<String, List<OperatorAction>> actions =
                records(handle, ids, "action", "at_ms", JsonCodec.ACTION, action -> String.valueOf(action.commandId()));
        return ids.stream()
                .flatMap(id -> CommandView.of(
                        commands.getOrDefault(id, List.of()),
                        results.getOrDefault(id, List.of()),
                        verdicts.getOrDefault(id, List.of()),
                        actions.getOrDefault(id, List.of()))
                        .stream())
                .toList();
    }

    private static <T> Map<String, List<T>> records(
            Handle handle, List<String> ids, String table, String order, JsonCodec<T> codec, Function<T, String> id) {
        return handle
                .createQuery(
                        "SELECT record FROM " + table + " WHERE command_id IN (<ids>) ORDER BY command_id, " + order)
                .bindList("ids", ids)
                .map((row, context) -> Stored.record(codec, row.getString(1)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(id));
    }
}
