package io.licensewatch.console.feed;

import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;
import java.util.Collection;

/** Issued and cancelled commands. */
final class CommandTable implements Table {
    private final Statements sql;

    CommandTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        RemediationCommand command = JsonCodec.COMMAND.decode(Required.value(arrival));
        long at = arrival.timestamp();
        String json = arrival.json();
        return changes -> add(command, at, json, changes);
    }

    private void add(RemediationCommand command, long at, String json, Collection<Change> changes) throws SQLException {
        int added = sql.run(
                "INSERT OR IGNORE INTO command_record (command_id, kind, event_id, at_ms, record) VALUES (?, ?, ?, ?, ?)",
                command.commandId(),
                command.kind().name(),
                command.eventId(),
                at,
                json);
        if (added == 0) {
            return;
        }
        if (command.kind() == CommandKind.CANCEL) {
            takeBack(command);
        } else {
            issue(command);
        }
        changes.add(new Change(Change.Kind.COMMAND, command.tenantId(), command.commandId()));
    }

    private void issue(RemediationCommand command) throws SQLException {
        sql.run(
                """
                INSERT INTO command (command_id, tenant_id, alert_id, type, mode, origin, issued_ms, deadline_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (command_id) DO UPDATE SET mode = excluded.mode, origin = excluded.origin,
                  issued_ms = excluded.issued_ms, deadline_ms = excluded.deadline_ms""",
                command.commandId(),
                command.tenantId(),
                command.alertId(),
                command.type().name(),
                command.mode().name(),
                command.origin().name(),
                command.issuedAt().toEpochMilli(),
                command.deadline().toEpochMilli());
    }

    private void takeBack(RemediationCommand command) throws SQLException {
        sql.run(
                """
                INSERT INTO command (command_id, tenant_id, alert_id, type, taken_back) VALUES (?, ?, ?, ?, 1)
                ON CONFLICT (command_id) DO UPDATE SET taken_back = 1""",
                command.commandId(),
                command.tenantId(),
                command.alertId(),
                command.type().name());
    }

    @Override
    public void clear() {
        // history is kept; ids make re-reading idempotent
    }
}
