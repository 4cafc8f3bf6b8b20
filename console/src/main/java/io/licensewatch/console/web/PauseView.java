package io.licensewatch.console.web;

import io.licensewatch.console.read.PauseRows;
import io.licensewatch.console.read.TenantNames;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.Pauses;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The pauses as pages show them.
 *
 * @param reported the worker's last report; null if there is none
 * @param known whether that report is current
 * @param lines its pauses
 * @param unconfirmed decisions that the worker does not report yet
 * @param leftOut the number of further ones
 */
public record PauseView(
        @Nullable Pauses reported, boolean known, List<Line> lines, List<Decided> unconfirmed, int leftOut) {
    /** @param what description of the scope */
    public record Line(String what, Pauses.Pause pause) {
        /** As in an action. */
        public String tenantId() {
            return pause.tenantId() == null ? AlertEvent.SYSTEM_TENANT : pause.tenantId();
        }
    }

    /** @param overdue whether the worker should have applied it by now */
    public record Decided(String what, OperatorAction action, boolean overdue) {}

    static PauseView of(Handle handle, Instant now) {
        PauseRows.State state = PauseRows.now(handle, now);
        Pauses reported = state.reported();
        return new PauseView(
                reported,
                state.isKnown(now),
                reported == null
                        ? List.of()
                        : reported.pauses().stream()
                                .map(pause -> new Line(what(handle, pause.tenantId(), pause.type()), pause))
                                .toList(),
                state.unconfirmed().stream()
                        .map(action -> new Decided(
                                what(handle, action.tenantId(), action.commandType()), action, state.isOverdue(action)))
                        .toList(),
                state.leftOut());
    }

    private static String what(Handle handle, @Nullable String tenantId, @Nullable CommandType type) {
        String commands = type == null ? "All commands" : "Commands of the type " + Words.plain(type.name());
        return tenantId == null || tenantId.equals(AlertEvent.SYSTEM_TENANT)
                ? commands
                : commands + " of "
                        + Words.tenant(TenantNames.of(handle, tenantId).orElse(null), tenantId);
    }

    /** Whether the overview shows it. */
    public boolean isNews() {
        return !lines.isEmpty() || !unconfirmed.isEmpty() || (reported != null && !known);
    }
}
